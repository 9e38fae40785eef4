namespace ActorPbx.Rtp.Statistics;

/// <summary>The clock rate of RTP payload types: fixed by RFC 3551 §6 for the static ones, measured for the dynamic ones.</summary>
public static class PayloadClock
{
    private static readonly int[] UsualRates = [8000, 16000, 24000, 32000, 44100, 48000, 90000];

    /// <summary>Ticks a second of a static payload type; 0 for a dynamic or unassigned one.</summary>
    public static int OfStaticType(byte payloadType) => payloadType switch
    {
        0 or 3 or 4 or 5 or 7 or 8 or 9 or 12 or 13 or 15 or 18 => 8000, // G.722 (9) keeps its historical 8000.
        6 => 16000,
        10 or 11 => 44100,
        14 or 25 or 26 or 28 or (>= 31 and <= 34) => 90000,
        16 => 11025,
        17 => 22050,
        _ => 0,
    };

    /// <summary>The usual rate nearest to what a stream was seen doing; 0 when none is within an eighth.</summary>
    public static int Nearest(double ticksPerSecond)
    {
        var best = 0;
        var distance = 0.125;
        foreach (var rate in UsualRates)
        {
            var off = Math.Abs(ticksPerSecond / rate - 1);
            if (off >= distance)
                continue;
            distance = off;
            best = rate;
        }
        return best;
    }
}
