use super::*;
use crate::order::tests::example::id;

// C-4.3.2
#[test]
fn an_earlier_device_releases_and_a_new_or_reopened_one_does_not() {
    let hold = |cause, device: Option<u128>, at| Hold { id: id(70), person: id(1), device: device.map(id), cause, at: Instant(at) };
    let holds = [hold(HoldCause::Password, None, 100), hold(HoldCause::Device, Some(8), 110)];
    let earlier = |device: u128, since: i64, pin: Option<i64>| Earlier {
        device: id(device),
        enrolled_at: Instant(since),
        new_pin_until: pin.map(Instant),
        first_shown: false,
        confirmed: false,
    };
    let by = |device, since, pin| may_release(&holds, &earlier(device, since, pin));
    assert_eq!(by(7, 50, None), Ok(()));
    assert_eq!(by(7, 50, Some(90)), Ok(()), "a new PIN long before");
    for (device, since, pin) in [(8, 50, None), (9, 101, None), (7, 50, Some(100))] {
        assert_eq!(by(device, since, pin), Err(AuthorityRefusal::NotEarlierDevice), "{device} {since} {pin:?}");
    }
    assert_eq!(may_release(&[], &earlier(7, 0, None)), Err(AuthorityRefusal::NothingHeld));
    // Whoever was shown the first password may have enrolled the first device.
    for (confirmed, expected) in [(false, Err(AuthorityRefusal::NotEarlierDevice)), (true, Ok(()))] {
        assert_eq!(may_release(&holds, &Earlier { first_shown: true, confirmed, ..earlier(7, 50, None) }), expected, "{confirmed}");
    }
}

// C-4.3.2
#[test]
fn a_first_device_is_held_only_where_somebody_else_may_have_enrolled_it() {
    for (has_other, ever_reset, one_time, held) in
        [(false, false, false, false), (true, false, false, true), (false, true, false, true), (false, false, true, true)]
    {
        assert_eq!(NewDevice { has_other, ever_reset, one_time }.is_held(), held, "{has_other} {ever_reset} {one_time}");
    }
}
