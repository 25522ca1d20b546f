//! The residents' app: everything under `/kk`, `/ru`, `/en`.

fn main() {
    frontend::site::mount::<frontend::pages::citizen::Citizen>();
}
