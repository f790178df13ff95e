//! wasm-bindgen's test runner. It is a package of its own so that only `cargo xtask test` compiles it.

fn main() -> anyhow::Result<()> {
    wasm_bindgen_cli::wasm_bindgen_test_runner::run_cli_with_args(std::env::args_os())
}
