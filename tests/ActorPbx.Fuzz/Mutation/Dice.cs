namespace ActorPbx.Fuzz.Mutation;

/// <summary>Chance that a seed repeats exactly, on every machine and version: SplitMix64.</summary>
internal sealed class Dice(ulong seed)
{
    private const ulong Step = 0x9E3779B97F4A7C15;

    private ulong _state = seed;

    /// <summary>The dice of one case of one target.</summary>
    public static Dice Of(ulong seed, string target, long number)
    {
        var mixed = new Dice(seed);
        foreach (var letter in target)
        {
            mixed._state ^= letter;
            mixed.Next();
        }

        mixed._state ^= (ulong)number * Step;
        return new Dice(mixed.Next());
    }

    public ulong Next()
    {
        var value = _state += Step;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }

    /// <summary>From 0 to one less than the limit.</summary>
    public int Below(int limit) => limit <= 1 ? 0 : (int)(Next() % (ulong)limit);

    public int Between(int least, int most) => least + Below(most - least + 1);

    public bool OneIn(int chances) => Below(chances) == 0;

    public T Of<T>(IReadOnlyList<T> choices) => choices[Below(choices.Count)];

    public byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        for (var i = 0; i < count; i++)
        {
            bytes[i] = (byte)Next();
        }

        return bytes;
    }
}
