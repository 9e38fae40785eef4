using System.Collections.Immutable;
using System.Threading.Channels;

namespace ActorPbx.Cluster.RabbitMq;

/// <summary>What a node wants of the bus at one moment. A claim's and a consumption's number tells it from one that was given up and made again.</summary>
internal sealed record WishList(
    ImmutableHashSet<string> Patterns,
    ImmutableDictionary<string, string> Shares,
    ImmutableDictionary<string, (ushort Ahead, long Number)> Queues,
    ImmutableDictionary<string, long> Claims)
{
    public static WishList Empty { get; } = new(
        [], ImmutableDictionary<string, string>.Empty, ImmutableDictionary<string, (ushort, long)>.Empty, ImmutableDictionary<string, long>.Empty);
}

/// <summary>What a node wants of the bus; outlives connections. Whoever has a connection makes it so whenever <see cref="Changed"/> says.</summary>
internal sealed class BusWishes
{
    private readonly Lock _gate = new();
    private readonly Channel<bool> _changed = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private long _numbers;

    public WishList Current { get; private set; } = WishList.Empty;

    /// <summary>Has an item when the wishes changed since the last was taken.</summary>
    public ChannelReader<bool> Changed => _changed.Reader;

    public void Change(Func<WishList, WishList> change)
    {
        lock (_gate)
            Current = change(Current);
        _changed.Writer.TryWrite(true);
    }

    public long NewNumber() => Interlocked.Increment(ref _numbers);
}
