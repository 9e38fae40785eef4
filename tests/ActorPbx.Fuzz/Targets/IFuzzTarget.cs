using ActorPbx.Fuzz.Mutation;

namespace ActorPbx.Fuzz.Targets;

/// <summary>A reader of what strangers send, with inputs made for it and the promises that it keeps for each of them.</summary>
internal interface IFuzzTarget
{
    string Name { get; }

    /// <summary>An input; the same dice make the same.</summary>
    byte[] Make(Dice dice);

    /// <summary>Has the input read, and throws when a promise is broken.</summary>
    void Check(byte[] input);
}

/// <summary>A promise that was broken.</summary>
internal sealed class BrokenPromiseException(string message) : Exception(message)
{
    public static void Unless(bool holds, string promise)
    {
        if (!holds)
        {
            throw new BrokenPromiseException(promise);
        }
    }
}
