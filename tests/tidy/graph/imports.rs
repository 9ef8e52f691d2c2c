//! The imports of a crate's files, read by `syn`, and what their macros name. A name that a folder's file only hands on counts as the file's
//! that has it.

use std::collections::{BTreeMap, BTreeSet};

use syn::visit::{self, Visit};
use syn::{Attribute, Item, ItemUse, Path, UseTree, Visibility};

use crate::source::files;

/// A module's path below its crate.
type Module = Vec<String>;

/// What the files of a crate take from each other.
pub struct Crate {
    /// File by file, named by their modules ("record::rule").
    pub edges: BTreeMap<String, BTreeSet<String>>,
    /// The names that one file takes from another.
    pub names: BTreeMap<(String, String), BTreeSet<String>>,
}

impl Crate {
    /// Reads the crate whose sources stand in `folder/src`.
    pub fn read(folder: &str) -> Self {
        let sources = Sources::read(folder);
        let mut found = Self { edges: BTreeMap::new(), names: BTreeMap::new() };
        for (module, file) in &sources.0 {
            for taken in &file.taken {
                if let Some((of, name)) = sources.owner(taken).filter(|(of, _)| of != module) {
                    let (from, to) = (named(module), named(&of));
                    found.edges.entry(from.clone()).or_default().insert(to.clone());
                    found.names.entry((from, to)).or_default().insert(name);
                }
            }
        }
        found
    }
}

fn named(module: &[String]) -> String {
    if module.is_empty() { "(root)".to_owned() } else { module.join("::") }
}

/// What one file takes, and what it hands on.
#[derive(Default)]
struct File {
    /// Paths from the crate's root of what it takes.
    taken: Vec<Module>,
    /// Names that it hands on, with their paths from the root.
    handed: BTreeMap<String, Module>,
}

struct Sources(BTreeMap<Module, File>);

impl Sources {
    fn read(folder: &str) -> Self {
        let below = format!("{folder}/src/");
        let texts: BTreeMap<Module, String> = files(&format!("{folder}/src"), ".rs")
            .into_iter()
            .filter_map(|source| Some((module(source.path.strip_prefix(&below)?), source.text)))
            .filter(|(module, _)| !module.iter().any(|part| part.contains("tests")))
            .collect();
        let modules: BTreeSet<Module> = texts.keys().cloned().collect();
        let read = |(module, text): (Module, String)| {
            let parsed = syn::parse_file(&text).unwrap_or_else(|error| panic!("{folder}: {}: {error}", named(&module)));
            let file = Reader::read(&modules, &module, &parsed);
            (module, file)
        };
        Self(texts.into_iter().map(read).collect())
    }

    /// The file that has what a path names, and its name there.
    fn owner(&self, path: &[String]) -> Option<(Module, String)> {
        let mut path = path.to_vec();
        for _ in 0..8 {
            let depth = (0..=path.len()).rev().find(|depth| self.0.contains_key(&path[..*depth]))?;
            let (module, rest) = path.split_at(depth);
            let name = rest.first()?;
            match self.0[module].handed.get(name) {
                Some(further) => path = further.iter().chain(&rest[1..]).cloned().collect(),
                None => return Some((module.to_vec(), name.clone())),
            }
        }
        None
    }
}

/// The module of a file below `src/`.
fn module(path: &str) -> Module {
    let mut parts: Module = path.trim_end_matches(".rs").split('/').map(str::to_owned).collect();
    if parts.last().is_some_and(|last| ["mod", "lib", "main"].contains(&last.as_str())) {
        parts.pop();
    }
    parts
}

struct Reader<'a> {
    modules: &'a BTreeSet<Module>,
    module: &'a [String],
    /// Names in scope that are modules or items of this crate.
    scope: BTreeMap<String, Module>,
    file: File,
}

impl<'a> Reader<'a> {
    fn read(modules: &'a BTreeSet<Module>, module: &'a [String], parsed: &syn::File) -> File {
        let mut reader = Self { modules, module, scope: BTreeMap::new(), file: File::default() };
        for item in &parsed.items {
            if let Item::Use(item) = item
                && !is_test(&item.attrs)
            {
                reader.import(item);
            }
        }
        reader.visit_file(parsed);
        reader.file
    }

    fn import(&mut self, item: &ItemUse) {
        let mut leaves = Vec::new();
        flatten(&item.tree, Vec::new(), &mut leaves);
        let is_handed = !matches!(item.vis, Visibility::Inherited);
        for (path, alias) in leaves {
            let Some(path) = self.by_root(&path) else { continue };
            self.scope.insert(alias.clone(), path.clone());
            if is_handed {
                self.file.handed.insert(alias, path);
            } else {
                self.file.taken.push(path);
            }
        }
    }

    /// A path of this crate from its root; `None` for what comes from elsewhere.
    fn by_root(&self, path: &[String]) -> Option<Module> {
        let (first, rest) = path.split_first()?;
        let below = |module: &[String], rest: &[String]| Some(module.iter().chain(rest).cloned().collect());
        match first.as_str() {
            "crate" => Some(rest.to_vec()),
            "self" => below(self.module, rest),
            "super" => {
                let ups = path.iter().take_while(|part| *part == "super").count();
                below(&self.module[..self.module.len().checked_sub(ups)?], &path[ups..])
            }
            _ => {
                let child: Module = below(self.module, std::slice::from_ref(first))?;
                if self.modules.contains(&child) { below(self.module, path) } else { None }
            }
        }
    }
}

impl<'ast> Visit<'ast> for Reader<'_> {
    fn visit_item(&mut self, item: &'ast Item) {
        let attributes = match item {
            Item::Mod(module) => &module.attrs,
            Item::Fn(function) => &function.attrs,
            Item::Impl(implementation) => &implementation.attrs,
            Item::Use(_) => return,
            Item::Macro(item) => return self.file.taken.extend(named_in(&item.mac.tokens.to_string())),
            _ => return visit::visit_item(self, item),
        };
        if !is_test(attributes) {
            visit::visit_item(self, item);
        }
    }

    fn visit_path(&mut self, path: &'ast Path) {
        let parts: Module = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        if parts.len() > 1 {
            let known = self.scope.get(&parts[0]).map(|of| of.iter().chain(&parts[1..]).cloned().collect());
            self.file.taken.extend(known.or_else(|| self.by_root(&parts)));
        }
        visit::visit_path(self, path);
    }
}

/// Paths that a macro of the crate names by `$crate`, whoever calls it.
fn named_in(tokens: &str) -> Vec<Module> {
    let tokens: String = tokens.chars().filter(|c| !c.is_whitespace()).collect();
    let path = |rest: &str| {
        let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':')).unwrap_or(rest.len());
        rest[..end].split("::").map(str::to_owned).collect()
    };
    tokens.split("$crate::").skip(1).map(path).collect()
}

fn flatten(tree: &UseTree, mut before: Module, leaves: &mut Vec<(Module, String)>) {
    match tree {
        UseTree::Path(path) => {
            before.push(path.ident.to_string());
            flatten(&path.tree, before, leaves);
        }
        UseTree::Name(name) if name.ident == "self" => {
            let alias = before.last().cloned().unwrap_or_default();
            leaves.push((before, alias));
        }
        UseTree::Name(name) => {
            before.push(name.ident.to_string());
            leaves.push((before, name.ident.to_string()));
        }
        UseTree::Rename(rename) => {
            if rename.ident != "self" {
                before.push(rename.ident.to_string());
            }
            leaves.push((before, rename.rename.to_string()));
        }
        UseTree::Group(group) => group.items.iter().for_each(|tree| flatten(tree, before.clone(), leaves)),
        UseTree::Glob(_) => {}
    }
}

fn is_test(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("test")
            || (attribute.path().is_ident("cfg") && attribute.parse_args::<Path>().is_ok_and(|path| path.is_ident("test")))
    })
}
