using ActorPbx.Cluster.Codec;

namespace ActorPbx.Cluster.Messaging;

/// <summary>The way in from the bus: decodes, counts what cannot be used, and names each unknown kind once in the log.</summary>
internal sealed class Inlet(ClusterStatistics statistics, ILoggingAdapter log)
{
    private const int MostNames = 100;

    private readonly HashSet<string> _unknown = [];

    /// <summary>The message; null when it cannot be used.</summary>
    public Letter? Read(string topic, ReadOnlyMemory<byte> body)
    {
        switch (ClusterCodec.Decode(body.Span))
        {
            case Decoded.Known known:
                return known.Letter;
            case Decoded.Unknown unknown:
                statistics.CountUnknown();
                if (_unknown.Count < MostNames && _unknown.Add(unknown.Name))
                    log.Info("Messages \"{0}\", as under {1}, are not known to this software and dropped; they are counted", unknown.Name, topic);
                return null;
            case Decoded.Malformed malformed:
                Refuse(topic, malformed.Reason);
                return null;
            default:
                throw new InvalidOperationException("a decoded message of no kind");
        }
    }

    /// <summary>Counts what is none of ours.</summary>
    public void Refuse(string topic, string reason)
    {
        statistics.CountMalformed();
        log.Warning("Dropped what came under {0}: {1}", topic, reason);
    }
}
