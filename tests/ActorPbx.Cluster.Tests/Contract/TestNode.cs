using System.Diagnostics;
using System.Text;
using ActorPbx.Cluster.Bus;

namespace ActorPbx.Cluster.Tests.Contract;

/// <summary>A node of a test: a bus and a note of all that it told.</summary>
internal sealed class TestNode(IBus bus, string branch, string node) : IBusSink
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly List<object> _told = [];
    private readonly List<string> _troubles = [];
    private int _probes;

    public IBus Bus => bus;

    public string Origin => $"{branch}.{node}";

    public void Publish(string subject, string body) => bus.Publish($"{Origin}.{subject}", Encoding.UTF8.GetBytes(body), TimeSpan.FromSeconds(30));

    public void Enqueue(string queue, string key) => bus.Enqueue(queue, key, Encoding.UTF8.GetBytes("body of " + key));

    /// <summary>All of one kind that was told so far.</summary>
    public T[] Told<T>()
    {
        lock (_told)
            return [.. _told.OfType<T>()];
    }

    /// <summary>All that was told so far.</summary>
    public object[] Told()
    {
        lock (_told)
            return [.. _told];
    }

    /// <summary>The troubles that were told so far; they stand apart since they may come at any time.</summary>
    public string[] Troubles()
    {
        lock (_told)
            return [.. _troubles];
    }

    /// <summary>Waits for the first of a kind that fits, also among what was told before.</summary>
    public async Task<T> Told<T>(Func<T, bool> fits)
    {
        var found = default(T);
        await Until(() => Told<T>().Where(fits).Take(1).Any(first => (found = first) is not null), $"{Origin} was not told {typeof(T).Name}");
        return found!;
    }

    /// <summary>Waits until what another publishes under a subject arrives here.</summary>
    public async Task Hears(TestNode other, string subject)
    {
        var last = "";
        await Until(
            () =>
            {
                if (Told<Published>().Any(published => published.Body.StartsWith("probe ", StringComparison.Ordinal) && published.Topic == $"{other.Origin}.{subject}"))
                    return true;
                other.Publish(subject, last = $"probe {Origin} {++_probes}");
                return false;
            },
            $"{Origin} does not hear {other.Origin}: {last}");
    }

    public static async Task Until(Func<bool> done, string otherwise)
    {
        for (var started = Stopwatch.GetTimestamp(); !done(); await Task.Delay(10))
            if (Stopwatch.GetElapsedTime(started) > Patience)
                throw new TimeoutException(otherwise);
    }

    public void OnUp() => Note(new Up());

    public void OnDown(string reason) => Note(new Down(reason));

    public void OnPublished(string topic, ReadOnlyMemory<byte> body) => Note(new Published(topic, Encoding.UTF8.GetString(body.Span)));

    public void OnDelivered(string queue, ulong tag, string origin, string key, ReadOnlyMemory<byte> body) =>
        Note(new Delivered(queue, tag, origin, key, Encoding.UTF8.GetString(body.Span)));

    public void OnEnqueued(string queue, string key) => Note(new Enqueued(queue, key));

    public void OnNotEnqueued(string queue, string key, string reason) => Note(new NotEnqueued(queue, key));

    public void OnGranted(string singleton, long epoch) => Note(new Granted(singleton, epoch));

    public void OnLost(string singleton) => Note(new Lost(singleton));

    public void OnTrouble(string what)
    {
        lock (_told)
            _troubles.Add(what);
    }

    private void Note(object told)
    {
        lock (_told)
            _told.Add(told);
    }

    internal sealed record Up;

    internal sealed record Down(string Reason);

    internal sealed record Published(string Topic, string Body);

    internal sealed record Delivered(string Queue, ulong Tag, string Origin, string Key, string Body);

    internal sealed record Enqueued(string Queue, string Key);

    internal sealed record NotEnqueued(string Queue, string Key);

    internal sealed record Granted(string Singleton, long Epoch);

    internal sealed record Lost(string Singleton);
}
