namespace ActorPbx.Pbx.Roaming;

/// <summary>So many in a second, and no more.</summary>
internal sealed class AskAllowance(int most)
{
    private DateTimeOffset _second;
    private int _taken;

    /// <summary>One more; false when there were enough in this second.</summary>
    public bool Takes(DateTimeOffset now)
    {
        if (now - _second >= TimeSpan.FromSeconds(1) || now < _second)
        {
            (_second, _taken) = (now, 0);
        }

        return _taken < most && ++_taken > 0;
    }
}
