using ActorPbx.EndToEnd.Tests.Harness;

namespace ActorPbx.EndToEnd.Tests;

/// <summary>The main job: two baresip phones register with digest, one calls the other, and each hears the other's tone.</summary>
public class AudioTests
{
    private const int Low = 440;
    private const int High = 1000;

    [Fact]
    public async Task Two_phones_talk_through_the_standalone_exchange_as_it_is_shipped()
    {
        await using var exchange = await Exchange.StartStandalone();
        (await Talk(exchange, "")).ShouldBe(0);
    }

    [Theory]
    [InlineData("")]
    [InlineData(";transport=tcp")]
    [InlineData(";transport=tls")]
    public async Task Two_phones_talk_through_the_relay(string transport)
    {
        await using var exchange = await Exchange.Start(
            $"domains.\"{Exchange.Domain}\".extension-defaults.relay-media = on\nmedia {{ port-min = 30000, port-max = 30099 }}\n");
        (await Talk(exchange, transport)).ShouldBeGreaterThan(150);
    }

    // Returns how many packets of media the records count.
    private static async Task<long> Talk(Exchange exchange, string transport)
    {
        await using var a = await Baresip.Register(exchange, 1, "100", Low, transport);
        await using var b = await Baresip.Register(exchange, 2, "101", High, transport);
        await a.Dial($"sip:101@{Baresip.Server(exchange, transport)}");
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
        return records.Sum(record => record.GetProperty("streams").EnumerateArray().Sum(stream => stream.GetProperty("packets").GetInt64()));
    }
}
