//! comity-report
