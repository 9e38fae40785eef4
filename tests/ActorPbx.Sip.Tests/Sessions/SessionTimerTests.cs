using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Sessions;

namespace ActorPbx.Sip.Tests.Sessions;

public class SessionTimerTests
{
    [Theory]
    [InlineData("1800", 1800, Refresher.Unsaid)]
    [InlineData("90;refresher=uac", 90, Refresher.Uac)]
    [InlineData("  90 ; x=y ; Refresher = UAS ", 90, Refresher.Uas)]
    [InlineData("90;refresher=nobody", 90, Refresher.Unsaid)]
    public void A_session_expires_is_read(string value, int seconds, Refresher refresher) =>
        SessionExpires.In(Request(value, null, knows: true)).ShouldBe(new SessionExpires(TimeSpan.FromSeconds(seconds), refresher));

    [Theory]
    [InlineData("soon")]
    [InlineData("-1")]
    [InlineData("99999999999")]
    [InlineData(";refresher=uac")]
    public void What_cannot_be_read_says_nothing(string value) => SessionExpires.In(Request(value, null, knows: true)).ShouldBeNull();

    // RFC 4028 §9, table 2.
    [Theory]
    [InlineData(true, null, null, "1800;refresher=uac")]
    [InlineData(true, "600", null, "600;refresher=uac")]
    [InlineData(true, "600;refresher=uac", null, "600;refresher=uac")]
    [InlineData(true, "600;refresher=uas", null, "600;refresher=uas")]
    [InlineData(true, "7200", null, "1800;refresher=uac")]
    [InlineData(true, "7200", "3600", "3600;refresher=uac")]
    [InlineData(false, "600", null, "600;refresher=uas")]
    [InlineData(false, "60", null, "60;refresher=uas")]
    [InlineData(false, null, null, null)]
    public void The_answer_shortens_the_interval_at_most_to_the_minimum_and_says_who_refreshes(bool knows, string? asked, string? minimum, string? answer) =>
        (SessionTimerRules.Default.AnswerTo(Request(asked, minimum, knows))?.ToString()).ShouldBe(answer);

    [Theory]
    [InlineData("89", true, true)]
    [InlineData("90", true, false)]
    [InlineData("60", false, false)]
    public void Too_short_an_interval_is_refused_to_whom_can_ask_for_a_longer_one(string asked, bool knows, bool refused)
    {
        var refusal = SessionTimerRules.Default.Refusal(Request(asked, null, knows));
        (refusal is { StatusCode: 422 } && refusal.Headers.Get(HeaderName.MinSE) == "90").ShouldBe(refused);
    }

    [Fact]
    public void Switched_off_nothing_is_refused_or_agreed_to()
    {
        var off = SessionTimerRules.Default with { IsOn = false };
        off.Refusal(Request("10", null, knows: true)).ShouldBeNull();
        off.AnswerTo(Request("600", null, knows: true)).ShouldBeNull();
    }

    [Fact]
    public void After_491_the_owner_of_the_call_id_waits_longer_than_the_other_side_ever_does()
    {
        foreach (var chance in new[] { 0, 0.3, 0.999, 1 })
        {
            GlareBackOff.For(ownsCallId: true, chance).TotalSeconds.ShouldBeInRange(2.1, 4);
            GlareBackOff.For(ownsCallId: false, chance).TotalSeconds.ShouldBeInRange(0, 2);
        }
    }

    private static SipRequest Request(string? expires, string? minimum, bool knows)
    {
        var request = new SipRequest(SipMethod.Invite, SipUri.Create("101", "pbx.test"));
        if (expires is not null) request.Headers.Add(HeaderName.SessionExpires, expires);
        if (minimum is not null) request.Headers.Add(HeaderName.MinSE, minimum);
        if (knows) request.Headers.Add(HeaderName.Supported, "replaces, timer");
        return request;
    }
}
