//! Made-up source files in the layout of real ones.

/// UCDP External Support in the triad-year layout: `(year, group, supporter)`. Every group
/// fights the government 10; a supporter of 0 is none.
pub(crate) fn support(rows: &[(i16, u32, u32)]) -> String {
    release("18.1", rows)
}

/// [`support`] as a release of it.
fn release(version: &str, rows: &[(i16, u32, u32)]) -> String {
    let types = ["x", "p", "y", "w", "m", "t", "f", "i", "l", "o", "u"];
    let columns: Vec<String> = types.iter().map(|t| format!("ext_{t}")).collect();
    let mut text = format!(
        "id,active,year,actor_id,actor_name,actor_nonstate,oppo_id,oppo_name,dyad_id,gwno_a,gwno_b,\
         ext_id,ext_name,ext_nonstate,ext_sup,version,{}\n",
        columns.join(",")
    );
    for (i, (year, group, supporter)) in rows.iter().enumerate() {
        let supported = u8::from(*supporter > 0);
        let (by, name) = match supporter {
            0 => (String::new(), String::new()),
            s => (s.to_string(), format!("Group {s}")),
        };
        text.push_str(&format!(
            "{i},1,{year},{group},Group {group},1,10,Government of Arland,{},20,,{by},{name},\
             {supported},{supported},{version},0,0,0,{supported},0,0,0,0,0,0,0\n",
            700 + group
        ));
    }
    text
}

/// A few groups observed together from 1998 to 2017, of which 366 supports 209 at times.
pub(crate) fn few_groups() -> String {
    let years = 1998..=2017;
    let groups = [208, 209, 366, 744];
    let rows: Vec<(i16, u32, u32)> = years
        .flat_map(|year| groups.map(|g| (year, g, if g == 209 && year % 3 == 0 { 366 } else { 0 })))
        .collect();
    support(&rows)
}

/// A release in which 366 supports 209 in two years of three and 208 in one of four, often
/// enough that the models have something to learn from.
pub(crate) fn ties(version: &str, last: i16) -> String {
    let supporter = |year: i16, group| match group {
        209 if year % 3 != 0 => 366,
        208 if year % 4 == 0 => 366,
        _ => 0,
    };
    let rows: Vec<(i16, u32, u32)> = (1990..=last)
        .flat_map(|year| [208, 209, 366, 744].map(|g| (year, g, supporter(year, g))))
        .collect();
    release(version, &rows)
}
