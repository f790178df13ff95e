use super::*;

/// The positions of one group. Does not compile while a variant is missing here; the test then fails
/// until the list has it.
fn position(error: VerificationError) -> usize {
    use VerificationError as E;
    let member = |member| match member {
        Member::Type => 0,
        Member::Payload => 1,
        Member::Amount => 2,
        Member::PaymentId => 3,
        Member::SessionId => 4,
    };
    match error {
        E::MissingSignature => 0,
        E::MalformedSignature(HeaderFault::Scheme) => 1,
        E::MalformedSignature(HeaderFault::LoneToken) => 2,
        E::MalformedSignature(HeaderFault::Parameter) => 3,
        E::MalformedSignature(HeaderFault::Digits) => 4,
        E::MalformedSignature(HeaderFault::Trailing) => 5,
        E::UnsupportedAlgorithm => 6,
        E::BodyTooLarge => 7,
        E::SignatureMismatch => 8,
        E::AlteredWhitespace { member: None } => 9,
        E::AlteredWhitespace { member: Some(which) } => 10 + member(which),
        E::MalformedEvent(EventFault::Json) => 15,
        E::MalformedEvent(EventFault::Depth) => 16,
        E::MalformedEvent(EventFault::Object) => 17,
        E::MalformedEvent(EventFault::Member(which, MemberFault::Missing)) => 18 + 3 * member(which),
        E::MalformedEvent(EventFault::Member(which, MemberFault::Repeated)) => 19 + 3 * member(which),
        E::MalformedEvent(EventFault::Member(which, MemberFault::Invalid)) => 20 + 3 * member(which),
        E::MalformedEvent(EventFault::UnsignedType) => 33,
    }
}

#[test]
fn the_list_holds_every_error() {
    assert_eq!(VerificationError::ALL.len(), 34);
    for (at, &error) in VerificationError::ALL.iter().enumerate() {
        assert_eq!(position(error), at, "{error:?}");
    }
}
