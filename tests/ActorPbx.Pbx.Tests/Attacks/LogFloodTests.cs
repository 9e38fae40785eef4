using System.Net;
using ActorPbx.Pbx.Protection;

namespace ActorPbx.Pbx.Tests.Attacks;

/// <summary>Log flooding: a flood of events writes a few lines a second, and what was left out is said.</summary>
public class LogFloodTests
{
    [Fact]
    public void A_flood_of_events_is_cut_to_a_few_lines_and_the_rest_is_counted()
    {
        var (lines, clock) = (new List<string>(), new HandClock());
        var log = new SecurityLog(lines.Add, clock);
        for (uint i = 0; i < 1000; i++)
        {
            log.TooMany(new IPAddress(i), isProven: false, isKnown: false);
        }

        (lines.Count, log.Count).ShouldBe((200, 1000L));
        lines.Clear();
        clock.Pass(TimeSpan.FromSeconds(1));
        for (uint i = 0; i < 100; i++)
        {
            log.TooMany(new IPAddress(i), isProven: false, isKnown: false);
        }

        lines[0].ShouldBe("800 more event(s) were not written");
        lines[1..].Count.ShouldBe(20);
        lines[1..].ShouldAllBe(line => line.StartsWith("too-many-requests ", StringComparison.Ordinal));
    }
}
