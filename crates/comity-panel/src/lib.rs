//! comity-panel
