//! The element around every drawing.

use crate::text;
use maud::{Markup, html};

/// A drawing that is as wide as its container and `height` pixels high. `id` must be unique
/// on the page.
pub(crate) fn drawing(id: &str, title: &str, desc: &str, height: u32, body: &Markup) -> Markup {
    html! {
        svg role="img" class="row" width="100%" height=(height)
            aria-labelledby={ (id) "-t " (id) "-d" } {
            title id={ (id) "-t" } { (text::clean(title)) }
            desc id={ (id) "-d" } { (text::clean(desc)) }
            (body)
        }
    }
}
