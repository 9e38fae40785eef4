using System.Runtime.CompilerServices;
using System.Text;
using ActorPbx.Domain.Calls;
using ActorPbx.Pbx;
using ActorPbx.Pbx.Traces;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Node.Control;

/// <summary>Shows operators the SIP of a running exchange.</summary>
internal sealed class TraceDesk(Pbx.Exchange exchange, TimeProvider clock)
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(500);

    /// <summary>The messages that an operator asks for, until the operator leaves, or the call is over.</summary>
    public async IAsyncEnumerable<TracedRow> FollowAsync(TraceRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        CallId? call = request.Call is { } name ? new CallId(name) : null;
        if (call is { } wanted && !exchange.Dialogs.Knows(wanted))
        {
            throw new ControlRefusedException(RefusalCode.NotFound, $"There is no call {request.Call}.");
        }

        using var trace = new SipTrace(exchange.Watch, exchange.Dialogs, new TraceFilter(call, request.Number), clock);
        var ended = call is { } living ? EndWithAsync(living, trace, cancellation) : Task.CompletedTask;
        await foreach (var seen in trace.ReadAsync(cancellation))
        {
            yield return Row(seen, trace.TakeLost());
        }

        await ended;
    }

    // The last answer may still be on its way when a call's dialogs are gone.
    private async Task EndWithAsync(CallId call, SipTrace trace, CancellationToken cancellation)
    {
        try
        {
            for (var gone = 0; gone < 2; gone = exchange.Dialogs.Knows(call) ? 0 : gone + 1)
            {
                await Task.Delay(LookInterval, clock, cancellation);
            }
        }
        catch (OperationCanceledException)
        {
            // The operator left.
        }

        trace.Complete();
    }

    private static TracedRow Row(SipSighting seen, long lost)
    {
        var scan = new HeaderScan(seen.Message);
        var start = Encoding.UTF8.GetString(scan.StartLine);
        return new TracedRow(
            seen.At, seen.Sent, seen.Flow.Transport.UriName(), seen.Flow.Local.ToString(), seen.Flow.Remote.ToString(), Summary(start),
            Encoding.UTF8.GetString(scan.Field("CSeq"u8, 0)), Encoding.UTF8.GetString(scan.Field("Call-ID"u8, (byte)'i')), seen.Call?.Value,
            Encoding.UTF8.GetString(scan.Field("Content-Type"u8, (byte)'c')).StartsWith("application/sdp", StringComparison.OrdinalIgnoreCase),
            Encoding.UTF8.GetString(seen.Message), lost);
    }

    // "SIP/2.0 180 Ringing" → "180 Ringing"; "INVITE sip:100@pbx SIP/2.0" → "INVITE"
    private static string Summary(string start)
    {
        var space = start.IndexOf(' ', StringComparison.Ordinal);
        return start.StartsWith("SIP/2.0 ", StringComparison.OrdinalIgnoreCase) ? start[8..] : space < 0 ? start : start[..space];
    }
}
