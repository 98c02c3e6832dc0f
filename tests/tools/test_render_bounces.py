"""The clips of bouncing: what they ask of whoever looks for bounces."""

from __future__ import annotations

from tools.render.bounces import BOUNCED, RATES_HZ, plan_bounces


def test_each_stretch_is_bounced_at_each_rate_and_nothing_else_goes_wrong() -> None:
    plans = list(plan_bounces())
    assert len(plans) == len(BOUNCED) * len(RATES_HZ)
    assert len({plan.seed for plan in plans}) == len(plans)
    for plan in plans:
        script = plan.script
        (bounce,) = script.bounces
        assert 0.6 <= bounce.rate_hz <= 2.8
        assert 7.0 <= bounce.size_deg <= 11.0
        hold_s = script.rest_s + script.enter_s
        assert hold_s < bounce.start_s < bounce.end_s < hold_s + script.hold_s
        assert not script.faults
        assert plan.viewpoint.view == "side"
