//! t
pub(super) fn is_free_text(name: &str) -> bool {
    matches!(name, "role" | "met")
}
