//! Small made-up source files and ways to look into a store.

use comity_core::schema::Table;
use comity_core::{AsOf, SourceKey};
use comity_world::{AddReport, Evidence, Silent, StoredSource, World};
use std::path::{Path, PathBuf};

/// A folder of source files and a store beside it.
pub(crate) struct Place {
    root: tempfile::TempDir,
}

impl Place {
    pub(crate) fn new() -> Self {
        Self { root: tempfile::tempdir().unwrap() }
    }

    pub(crate) fn store(&self) -> PathBuf {
        self.root.path().join("store")
    }

    pub(crate) fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.root.path().join("files").join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        path
    }

    pub(crate) fn files(&self) -> PathBuf {
        self.root.path().join("files")
    }

    /// The store without the bundled extract, so that a test sees its own rows alone.
    pub(crate) fn world(&self) -> World {
        World::store_only(&self.store()).unwrap()
    }
}

pub(crate) fn add(world: &World, paths: &[PathBuf]) -> AddReport {
    world.add(paths, &Silent).unwrap()
}

/// UCDP External Support in the triad-year layout: `(id, year, actor, supporter)`, every
/// actor fighting the government 10.
pub(crate) fn support(version: &str, rows: &[(u32, i16, u32, u32)]) -> String {
    let types = ["x", "p", "y", "w", "m", "t", "f", "i", "l", "o", "u"];
    let columns: Vec<String> = types.iter().map(|t| format!("ext_{t}")).collect();
    let mut text = format!(
        "id,active,year,actor_id,actor_name,actor_nonstate,oppo_id,oppo_name,dyad_id,gwno_a,gwno_b,ext_id,ext_name,ext_nonstate,ext_sup,version,{}\n",
        columns.join(",")
    );
    for (id, year, actor, supporter) in rows {
        text.push_str(&format!(
            "{id},1,{year},{actor},Group {actor},1,10,Government of Arland,7,20,,{supporter},Group {supporter},1,1,{version},0,0,0,1,0,0,0,0,0,0,0\n"
        ));
    }
    text
}

/// UCDP Actor: `(id, name, full name, org, prev, countries, region)`.
pub(crate) fn actors(rows: &[(u32, &str, &str, u8, &str, &str, u8)]) -> String {
    let head = "ActorId,NameData,NameOrig,NameOrigFull,NameOrigFullEng,NameChange,NewName,NewNameFullMotherTongue,NewNameFullEng,Org,ConflictId,DyadId,PrimaryParty,OSID,OSCoalition,OSCoalitionID,NSID,NSCoalition,NSCoalitionID,Splinter,NamePrev,ActorIdPrev,SplitTemp,NameSplitTemp,ActorIdSplitTemp,Alliance,NameAlliance,ActorIdAlliance,JoinGroup,GroupName,ActorIdGroup,Location,GWNOLoc,Region,Version\n";
    let mut text = head.to_owned();
    for (id, name, full, org, prev, gwnos, region) in rows {
        let splinter = u8::from(!prev.is_empty());
        text.push_str(&format!(
            "{id},{name},{name},{full},{full},0,,,,{org},,,1,,0,,,0,,{splinter},,{prev},0,,,0,,,0,,,x,\"{gwnos}\",{region},22.1\n"
        ));
    }
    text
}

/// UCDP GED: `(id, day, side a, side b, country, deaths)`.
pub(crate) fn events(rows: &[(u32, &str, u32, u32, u32, u32)]) -> String {
    let mut text = "id,year,type_of_violence,dyad_new_id,side_a_new_id,side_a,side_b_new_id,side_b,number_of_sources,adm_1,country,country_id,region,event_clarity,date_prec,date_start,date_end,best,high,low\n".to_owned();
    for (id, day, a, b, gw, deaths) in rows {
        let year = &day[..4];
        text.push_str(&format!(
            "{id},{year},2,{a}{b},{a},Group {a},{b},Group {b},1,North,Arland,{gw},Europe,1,1,{day},{day},{deaths},{deaths},{deaths}\n"
        ));
    }
    text
}

/// G-W ↔ COW states: `(abbreviation, year, number, name)`.
pub(crate) fn states(rows: &[(&str, i16, i32, &str)]) -> String {
    let mut text = "stateabb,year,gwcode,ccode,gw_name,cw_name\n".to_owned();
    for (abb, year, gw, name) in rows {
        text.push_str(&format!("{abb},{year}.0,{gw}.0,{gw}.0,{name},{name}\n"));
    }
    text
}

/// A fixture of the importers.
pub(crate) fn importer_fixture(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../comity-sources/tests/fixtures");
    std::fs::read_to_string(path.join(name)).unwrap()
}

/// The current entry of a source.
pub(crate) fn current(world: &World, key: SourceKey) -> Vec<StoredSource> {
    let all = world.sources().unwrap();
    all.into_iter().filter(|s| s.source == key && s.current).collect()
}

pub(crate) fn rows(evidence: &Evidence, table: Table) -> usize {
    evidence.table(table).num_rows()
}

/// Everything but the inputs, for comparing evidence from different files.
pub(crate) fn tables(world: &World, as_of: AsOf) -> Vec<arrow_array::RecordBatch> {
    let evidence = world.evidence(as_of).unwrap();
    Table::ALL.iter().map(|t| evidence.table(*t).clone()).collect()
}

/// Every file of a store with its bytes, the lock aside.
pub(crate) fn contents(dir: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    let mut open = vec![dir.to_path_buf()];
    while let Some(next) = open.pop() {
        let Ok(entries) = std::fs::read_dir(&next) else { continue };
        for path in entries.map(|e| e.unwrap().path()) {
            match path.is_dir() {
                true => open.push(path),
                false if path.ends_with("lock") => {}
                false => found.push((path.clone(), std::fs::read(&path).unwrap())),
            }
        }
    }
    found.sort();
    found
}
