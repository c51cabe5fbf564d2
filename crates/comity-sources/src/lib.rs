//! comity-sources
