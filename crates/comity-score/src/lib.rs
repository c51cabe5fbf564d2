//! comity-score
