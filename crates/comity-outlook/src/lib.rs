//! comity-outlook
