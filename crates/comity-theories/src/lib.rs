//! comity-theories
