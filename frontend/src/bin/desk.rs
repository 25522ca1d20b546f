//! The officials' app: everything under `/desk/kk`, `/desk/ru`, `/desk/en`.

fn main() {
    frontend::site::mount::<frontend::pages::desk::Desk>();
}
