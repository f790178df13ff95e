use super::*;

/// `position` does not compile while an error is missing in it, and this fails while it is missing in `ALL`.
#[test]
fn the_list_holds_every_error_at_its_position() {
    assert_eq!(VerificationError::ALL.len(), 34);
    for (at, &error) in VerificationError::ALL.iter().enumerate() {
        assert_eq!(usize::from(error.position()), at, "{error:?}");
    }
}
