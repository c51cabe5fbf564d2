//! The summary as a whole.

use super::blocks;
use super::paint::Sheet;
use crate::page::Page;

/// The page as text for a terminal, about 40 to 60 lines at 80 columns.
///
/// No line is wider than `width` cells; a `width` under 60 counts as 60. ANSI sequences are
/// used only with `colour`; control characters in names are removed either way.
#[must_use]
pub fn summary(page: &Page, width: usize, colour: bool) -> String {
    let mut sheet = Sheet::new(width, colour);
    blocks::question(&mut sheet, page);
    blocks::answers(&mut sheet, page);
    blocks::why(&mut sheet, page);
    blocks::theories(&mut sheet, page);
    blocks::scenarios(&mut sheet, page);
    blocks::record(&mut sheet, page);
    blocks::limits(&mut sheet, page);
    blocks::footer(&mut sheet, page);
    sheet.finish()
}
