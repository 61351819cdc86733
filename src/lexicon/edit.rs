//! Whether two words differ by one slip of the pen.

/// Whether one letter added, left out, replaced, or changed places with its neighbour makes `one`
/// into `other`.
pub(crate) fn is_one_slip(one: &str, other: &str) -> bool {
    if one.is_ascii() && other.is_ascii() {
        return are_one_slip(one.as_bytes(), other.as_bytes());
    }
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    are_one_slip(&one, &other)
}

fn are_one_slip<T: PartialEq>(one: &[T], other: &[T]) -> bool {
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    if long.len() - short.len() > 1 {
        return false;
    }
    let head = short.iter().zip(long).take_while(|(a, b)| a == b).count();
    let (short, long) = (&short[head..], &long[head..]);
    match long.len() - short.len() {
        0 => match (short, long) {
            ([], []) => false,
            ([a, b, short @ ..], [c, d, long @ ..]) if a == d && b == c => short == long,
            _ => short[1..] == long[1..],
        },
        1 => *short == long[1..],
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_slip_is_seen_and_two_are_not() {
        for (one, other, expected) in [
            ("lightning", "lightning", false),
            ("lightning", "lightining", true),
            ("lightning", "lighting", true),
            ("lightning", "lihgtning", true),
            ("lightning", "lightnung", true),
            ("lightning", "lightnings", true),
            ("lightning", "lightings", false),
            ("rice", "rise", true),
            ("rice", "wise", false),
            ("körner", "korner", true),
            ("", "a", true),
            ("", "", false),
            ("ab", "", false),
        ] {
            assert_eq!(is_one_slip(one, other), expected, "{one}, {other}");
            assert_eq!(is_one_slip(other, one), expected, "{other}, {one}");
        }
    }
}
