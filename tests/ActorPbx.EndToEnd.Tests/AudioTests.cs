using ActorPbx.EndToEnd.Tests.Harness;

namespace ActorPbx.EndToEnd.Tests;

/// <summary>The main job: two baresip phones register with digest, one calls the other, and each hears the other's tone.</summary>
public class AudioTests
{
    private const int Low = 440;
    private const int High = 1000;

    [Theory]
    [InlineData(false, "")]
    [InlineData(true, "")]
    [InlineData(true, ";transport=tcp")]
    public async Task Both_sides_hear_each_other_and_the_records_show_the_call(bool relayed, string transport)
    {
        await using var exchange = await Exchange.Start(
            $"domains.\"{Exchange.Domain}\".extension-defaults.relay-media = {(relayed ? "true" : "false")}\nmedia {{ first-port = 30000, last-port = 30099 }}\n");
        await using var a = await Baresip.Register(exchange, 1, "100", Low, transport);
        await using var b = await Baresip.Register(exchange, 2, "101", High, transport);
        await a.Dial($"sip:101@{exchange.Sip}");
        await a.Sees("CALL_ESTABLISHED");
        await b.Sees("CALL_ESTABLISHED");
        await a.Hears(TimeSpan.FromSeconds(2));
        await b.Hears(TimeSpan.FromSeconds(2));
        await b.HangUp();
        await a.Sees("CALL_CLOSED");

        a.Loudest(Low, High, 700).Hertz.ShouldBe(High);
        b.Loudest(Low, High, 700).Hertz.ShouldBe(Low);
        a.Loudest(High).Share.ShouldBeGreaterThan(0.9);
        b.Loudest(Low).Share.ShouldBeGreaterThan(0.9);

        var records = await exchange.Records(2);
        records.ShouldAllBe(record => record.GetProperty("caller").GetString() == "100" && record.GetProperty("called").GetString() == "101");
        records.ShouldAllBe(record => record.GetProperty("durationSeconds").GetDouble() >= 1.5);
        var packets = records.Sum(record => record.GetProperty("streams").EnumerateArray().Sum(stream => stream.GetProperty("packets").GetInt64()));
        if (relayed) packets.ShouldBeGreaterThan(150);
        else packets.ShouldBe(0);
    }
}
