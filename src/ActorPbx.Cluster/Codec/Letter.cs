using ActorPbx.Pbx.Cluster;

namespace ActorPbx.Cluster.Codec;

/// <summary>A message as it travels. Who sent it stands in the topic, never here.</summary>
/// <param name="Message">What.</param>
/// <param name="Question">Of a question: its name, which the answer repeats; else empty.</param>
/// <param name="Answers">Of an answer: the question's name; else empty.</param>
/// <param name="Epoch">Of a singleton's answer: its epoch; else 0.</param>
public sealed record Letter(ClusterMessage Message, string Question = "", string Answers = "", long Epoch = 0);

/// <summary>What bytes from the bus turned out to be.</summary>
public abstract record Decoded
{
    private Decoded()
    {
    }

    /// <summary>A message of ours, maybe of another version.</summary>
    public sealed record Known(Letter Letter) : Decoded;

    /// <summary>A message that this software does not know: a newer node's.</summary>
    public sealed record Unknown(string Name) : Decoded;

    /// <summary>Not a message.</summary>
    public sealed record Malformed(string Reason) : Decoded;
}
