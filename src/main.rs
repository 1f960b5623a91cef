//! Parses the arguments, runs, and maps the outcome to an exit code: nothing else.

fn main() -> std::process::ExitCode {
    rekindle::cli::main(std::env::args_os())
}
