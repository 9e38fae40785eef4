using ActorPbx.EndToEnd.Tests.Harness;

namespace ActorPbx.EndToEnd.Tests;

/// <summary>How many calls an extension may have.</summary>
public class LimitTests
{
    [Fact]
    public async Task Max_calls_of_zero_means_no_calls_at_all()
    {
        await using var exchange = await Exchange.Start(
            Exchange.Extension("320", "max-calls = 0, max-outgoing-calls = 0, trusted-addresses = [\"@4@\"], static-contact = \"sip:@4@:5060\""));
        using WirePhone barred = new(exchange, 4, "320"), other = new(exchange, 1, "201");
        var outgoing = barred.Dial("201");
        outgoing.Invite();
        var refusal = await barred.Expect(message => message.Status >= 300, "a refusal");
        refusal.Status.ShouldBeInRange(400, 499);
        refusal["Reason"].ShouldNotBeNull();

        var incoming = other.Dial("320");
        incoming.Invite();
        await incoming.Expect(486);
    }

    [Fact]
    public async Task Outgoing_calls_above_the_limit_are_refused_with_a_reason_while_incoming_ones_pass()
    {
        await using var exchange = await Exchange.Start(
            Exchange.Extension("321", "max-calls = 2, max-outgoing-calls = 1, trusted-addresses = [\"@4@\"], static-contact = \"sip:@4@:5060\""));
        using WirePhone limited = new(exchange, 4, "321"), b = new(exchange, 2, "202"), c = new(exchange, 3, "203");
        await CancelRaceTests.Connect(limited, b);
        var second = limited.Dial("203");
        second.Invite();
        var refusal = await limited.Expect(message => message.Status >= 300, "a refusal");
        refusal.Status.ShouldBeInRange(400, 499);
        (refusal["Reason"] ?? "").ShouldContain("cause=");
        await CancelRaceTests.Connect(c, limited);
    }

    [Fact]
    public async Task A_called_number_at_its_limit_counts_as_busy_and_is_free_again_afterwards()
    {
        await using var exchange = await Exchange.Start(Exchange.Extension("322", "max-calls = 1, max-outgoing-calls = 1, trusted-addresses = [\"@4@\"], static-contact = \"sip:@4@:5060\""));
        using WirePhone a = new(exchange, 1, "201"), b = new(exchange, 2, "202"), limited = new(exchange, 4, "322");
        var (call, _) = await CancelRaceTests.Connect(a, limited);
        var refused = b.Dial("322");
        refused.Invite();
        refused.AcknowledgeRefusal(await refused.Expect(486));
        call.Send("BYE");
        limited.Reply(await limited.ExpectRequest("BYE"), 200, "OK");
        await call.Expect(200, "BYE");
        await CancelRaceTests.Connect(b, limited);
    }

    [Fact]
    public async Task A_call_ends_at_its_longest_duration()
    {
        await using var exchange = await Exchange.Start($"domains.\"{Exchange.Domain}\".calls.max-duration = 1s\n");
        using WirePhone a = new(exchange, 1, "201"), b = new(exchange, 2, "202");
        await CancelRaceTests.Connect(a, b);
        foreach (var phone in new[] { a, b }) phone.Reply(await phone.ExpectRequest("BYE"), 200, "OK");
        (await exchange.Records(2)).ShouldAllBe(record => record.GetProperty("releasedBy").GetString()!.Equals("exchange", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Two_domains_with_the_same_numbers_never_meet()
    {
        const string Other = """
            domains."other.test".extensions {
              "201" { trusted-addresses = ["@4@"], static-contact = "sip:@4@:5060" }
              "202" { trusted-addresses = ["@5@"], static-contact = "sip:@5@:5060" }
              "100" { password = other }
            }

            """;
        await using var exchange = await Exchange.Start(Other);
        using WirePhone hereA = new(exchange, 1, "201"), hereB = new(exchange, 2, "202"), thereA = new(exchange, 4, "201", "other.test"), thereB = new(exchange, 5, "202", "other.test");
        await CancelRaceTests.Connect(hereA, hereB);
        await CancelRaceTests.Connect(thereA, thereB);
        hereA.Received.Concat(hereB.Received).ShouldAllBe(message => !message.Text.Contains(exchange.Net.Device(4).ToString()) && !message.Text.Contains("other.test"));

        using var there = new WirePhone(exchange, 6, "100", "other.test");
        (await there.Register(password: "pw100")).Status.ShouldBeOneOf(401, 403);
        (await there.Register(password: "other")).Status.ShouldBe(200);
        var crossing = hereB.Dial("100");
        crossing.Invite();
        await crossing.Expect(480);
        there.Received.ShouldAllBe(message => message.IsResponse);
    }
}
