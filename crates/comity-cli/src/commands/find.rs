//! `comity find TEXT`.

use crate::args::FindArgs;
use crate::output::Output;
use comity::Session;
use comity::core::{Code, Error, Result};
use comity::report::table::{Align, Table};

/// Lists actors whose names resemble the text.
pub(super) fn run(session: &Session, args: &FindArgs, out: &Output) -> Result<()> {
    let text = args.text.join(" ");
    let hits = session.find(&text, args.limit);
    if hits.is_empty() {
        return Err(Error::new(Code::UnknownName, "no actor has a name like this")
            .value(&text)
            .hint("try part of the name, an acronym, or another spelling"));
    }
    out.result(&hits, || {
        let mut table = Table::new([
            ("id", Align::Left),
            ("name", Align::Left),
            ("matched name", Align::Left),
            ("where", Align::Left),
            ("match", Align::Left),
        ]);
        for h in &hits {
            let places = session.registry().get(h.id).map(|r| r.countries.join(", "));
            let kind = serde_json::to_value(h.kind).ok();
            table.row([
                h.id.to_string(),
                h.name.clone(),
                h.matched.clone(),
                places.unwrap_or_default(),
                kind.as_ref().and_then(|k| k.as_str()).unwrap_or("").to_owned(),
            ]);
        }
        table.render(out.width(), out.colour())
    })
}
