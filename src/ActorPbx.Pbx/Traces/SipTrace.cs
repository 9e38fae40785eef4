using System.Runtime.CompilerServices;
using System.Text;
using System.Threading.Channels;
using ActorPbx.Domain.Calls;
using ActorPbx.Pbx.Gateway;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Pbx.Traces;

/// <summary>What a trace is to show.</summary>
/// <param name="Call">Only this call; null for all.</param>
/// <param name="Number">Only messages from or to this number; null for all.</param>
public sealed record TraceFilter(CallId? Call = null, string? Number = null);

/// <summary>
/// Follows SIP messages as they pass, for whoever reads. When they come faster than they are read the surplus is lost and counted: a trace never holds up a call, and
/// never holds more than <see cref="MostWaiting"/>.
/// </summary>
public sealed class SipTrace : ISipWatcher, IDisposable
{
    /// <summary>Most messages that wait to be read.</summary>
    public const int MostWaiting = 8192;

    private readonly Channel<SipSighting> _waiting = Channel.CreateBounded<SipSighting>(
        new BoundedChannelOptions(MostWaiting) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private readonly TraceFilter _filter;
    private readonly byte[] _number;
    private readonly CallFinder _finder;
    private readonly TimeProvider _clock;
    private readonly IDisposable _watching;
    private long _lost;

    /// <summary>Begins to follow.</summary>
    public SipTrace(SipWatch watch, DialogOwners dialogs, TraceFilter filter, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(watch);
        (_filter, _clock) = (filter, clock);
        _number = Encoding.ASCII.GetBytes(filter.Number ?? "");
        _finder = new CallFinder(dialogs);
        _watching = watch.Add(this);
    }

    /// <summary>How many were lost since this was asked last.</summary>
    public long TakeLost() => Interlocked.Exchange(ref _lost, 0);

    /// <inheritdoc/>
    public void OnMessage(SipFlow flow, bool sent, ReadOnlySpan<byte> message)
    {
        // What surely is not wanted is not even copied.
        if ((_number.Length > 0 && message.IndexOf(_number) < 0) || (_filter.Call is { } only && _finder.Find(new HeaderScan(message)) != only))
        {
            return;
        }

        if (!_waiting.Writer.TryWrite(new SipSighting(_clock.GetUtcNow(), sent, flow, null, message.ToArray())))
        {
            Interlocked.Increment(ref _lost);
        }
    }

    /// <summary>The messages, as they come.</summary>
    public async IAsyncEnumerable<SipSighting> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var seen in _waiting.Reader.ReadAllAsync(cancellation))
        {
            if (Wanted(seen) is { } wanted)
            {
                yield return wanted;
            }
        }
    }

    /// <summary>Ends the messages after those that wait.</summary>
    public void Complete() => _waiting.Writer.TryComplete();

    /// <inheritdoc/>
    public void Dispose()
    {
        _watching.Dispose();
        Complete();
    }

    private SipSighting? Wanted(SipSighting seen)
    {
        var scan = new HeaderScan(seen.Message);
        if (_number.Length > 0 && !Names(scan))
        {
            return null;
        }

        var call = _finder.Find(scan);
        SecretMask.Apply(seen.Message);
        return seen with { Call = call };
    }

    private bool Names(in HeaderScan scan) =>
        IsNumber(scan.Field("From"u8, (byte)'f')) || IsNumber(scan.Field("To"u8, (byte)'t')) || IsNumber(scan.StartLine);

    // The user part of a URI: sip:100@…, tel:100
    private bool IsNumber(ReadOnlySpan<byte> value)
    {
        for (var rest = value; rest.IndexOf(_number) is >= 0 and var at; rest = rest[(at + 1)..])
        {
            var before = value.Length - rest.Length + at - 1;
            var after = before + 1 + _number.Length;
            if (before >= 0 && value[before] == ':' && (after == value.Length || value[after] is (byte)'@' or (byte)'>' or (byte)';' or (byte)' '))
            {
                return true;
            }
        }

        return false;
    }
}
