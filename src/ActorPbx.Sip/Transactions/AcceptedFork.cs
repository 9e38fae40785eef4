using ActorPbx.Sip.Transport;

namespace ActorPbx.Sip.Transactions;

/// <summary>One 2xx of an INVITE, known by its To tag, and the ACK that answers each repetition of it (RFC 3261 §13.2.2.4).</summary>
internal sealed class AcceptedFork
{
    private const int MaxForks = 16;

    private AcceptedFork? _next;

    /// <summary>The tag's hash, which says as much and is no object.</summary>
    public ulong ToTag { get; private init; }

    public byte[]? Ack { get; set; }

    public SipFlow? Flow { get; set; }

    public bool IsOnly => _next is null;

    public static AcceptedFork Of(in SettledTransaction settled, byte[] ack) => new() { ToTag = settled.ToTag, Ack = ack, Flow = settled.Flow };

    public static AcceptedFork? Find(AcceptedFork? first, string? toTag)
    {
        ulong hash = SipHash.Of(toTag);
        for (AcceptedFork? fork = first; fork is not null; fork = fork._next)
        {
            if (fork.ToTag == hash) return fork;
        }

        return null;
    }

    /// <summary>False when a peer answers with more forks than any call has.</summary>
    public static bool TryAdd(ref AcceptedFork? first, string? toTag)
    {
        int count = 0;
        for (AcceptedFork? fork = first; fork is not null; fork = fork._next) count++;
        if (count >= MaxForks) return false;
        first = new AcceptedFork { ToTag = SipHash.Of(toTag), _next = first };
        return true;
    }
}
