//! Migrations are compiled in: a new one must rebuild.

fn main() {
    println!("cargo:rerun-if-changed=migrations");
}
