//! The built-in theme is part of the program, so a change of the theme is a change of the program.

fn main() {
    println!("cargo::rerun-if-changed=themes/default");
}
