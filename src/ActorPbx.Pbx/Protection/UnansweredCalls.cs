namespace ActorPbx.Pbx.Protection;

/// <summary>
/// How many calls each source has that nobody answered yet: each may hold ports of the relay, and rings somewhere. A place is given back with the final
/// response to the INVITE, whatever it is.
/// </summary>
/// <param name="perSource">How many; 0: any number.</param>
public sealed class UnansweredCalls(int perSource)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<SourceKey, int> _counts = [];

    /// <summary>How many there are of all sources.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _counts.Values.Sum();
            }
        }
    }

    /// <summary>Whether the source may have one more; if so it has it now.</summary>
    public bool TryBegin(SourceKey source)
    {
        lock (_lock)
        {
            var count = _counts.GetValueOrDefault(source);
            if (perSource > 0 && count >= perSource)
            {
                return false;
            }

            _counts[source] = count + 1;
            return true;
        }
    }

    /// <summary>One of the source's was answered or refused.</summary>
    public void End(SourceKey source)
    {
        lock (_lock)
        {
            var count = _counts.GetValueOrDefault(source);
            if (count <= 1)
            {
                _counts.Remove(source);
            }
            else
            {
                _counts[source] = count - 1;
            }
        }
    }
}
