using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;

namespace ActorPbx.Node.Control;

/// <summary>One operator's connection: requests are answered one after the other until the operator leaves.</summary>
internal sealed class ControlSession(Stream stream, INodeOperations operations, ILogger log)
{
    private static readonly byte[] LineFeed = "\n"u8.ToArray();
    private readonly CancellationTokenSource _left = new();

    public async Task RunAsync(CancellationToken cancellation)
    {
        await using var lines = new LineReader(stream, ControlProtocol.MaxRequestBytes);
        try
        {
            var next = ReadAsync(lines, cancellation);
            while (await next is { } line)
            {
                // The next line is waited for during the answer, so that an endless stream ends when its operator leaves.
                next = ReadAsync(lines, cancellation);
                await AnswerAsync(line, cancellation);
            }
        }
        catch (InvalidDataException e)
        {
            await SendAsync(new RefusalReply(RefusalCode.Malformed, e.Message), cancellation);
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
        {
            // The operator left in the middle of an answer (Ctrl+C on a stream), or the node ends.
        }
    }

    // Null when the operator has left, by whatever way: a connection that breaks during an answer is read by nobody but here.
    private async Task<byte[]?> ReadAsync(LineReader lines, CancellationToken cancellation)
    {
        byte[]? line = null;
        try
        {
            line = await lines.ReadAsync(cancellation);
        }
        catch (IOException)
        {
        }

        if (line is null)
        {
            await _left.CancelAsync();
        }

        return line;
    }

    private async Task AnswerAsync(byte[] line, CancellationToken cancellation)
    {
        if (ControlProtocol.ReadRequest(line, out var refusal) is not { } request)
        {
            await SendAsync(refusal!, cancellation);
            return;
        }

        try
        {
            await PerformAsync(request, cancellation);
        }
        catch (ControlRefusedException e)
        {
            await SendAsync(new RefusalReply(e.Code, e.Message), cancellation);
        }
        catch (Exception e) when (e is not (IOException or SocketException or OperationCanceledException))
        {
            log.LogError(e, "The operator's request {Request} failed", request.GetType().Name);
            await SendAsync(new RefusalReply(RefusalCode.Failed, "The node could not do it: " + e.Message), cancellation);
        }
    }

    private Task PerformAsync(ControlRequest request, CancellationToken cancellation) => request switch
    {
        StatusRequest => StatusAsync(cancellation),
        ExtensionsRequest extensions => ExtensionsAsync(extensions, cancellation),
        CallsRequest calls => CallsAsync(calls, cancellation),
        HangUpRequest hangUp => HangUpAsync(hangUp, cancellation),
        CallRecordsRequest records => CallRecordsAsync(records, cancellation),
        TraceRequest trace => TraceAsync(trace, cancellation),
        ClusterRequest => ClusterAsync(cancellation),
        ForgetNodeRequest forget => ForgetNodeAsync(forget, cancellation),
        BansRequest => BansAsync(cancellation),
        ClearBansRequest clear => ClearBansAsync(clear, cancellation),
        ReloadRequest reload => ReloadAsync(reload, cancellation),
        StopRequest stop => StopAsync(stop),
        _ => throw new ControlRefusedException(RefusalCode.Malformed, "The request is not one that this node knows."),
    };

    private async Task StatusAsync(CancellationToken cancellation) =>
        await SendAsync(new StatusReply(await operations.StatusAsync(cancellation)), cancellation);

    private async Task ExtensionsAsync(ExtensionsRequest request, CancellationToken cancellation)
    {
        var found = await operations.ExtensionsAsync(request.Domain, request.Number, cancellation);
        if (found.IsEmpty && request.Number is { } number)
        {
            throw new ControlRefusedException(RefusalCode.NotFound, $"There is no extension {number}{In(request.Domain)}.");
        }

        await SendAsync(new ExtensionsReply(found), cancellation);
    }

    private async Task CallsAsync(CallsRequest request, CancellationToken cancellation) =>
        await SendAsync(new CallsReply(await operations.CallsAsync(request.Domain, cancellation)), cancellation);

    private async Task HangUpAsync(HangUpRequest request, CancellationToken cancellation)
    {
        if (request.All == request.Call is { Length: > 0 })
        {
            throw new ControlRefusedException(RefusalCode.Malformed, "Name one call, or ask for all.");
        }

        var ended = await operations.HangUpAsync(request.All ? null : request.Call, cancellation);
        if (ended == 0 && !request.All)
        {
            throw new ControlRefusedException(RefusalCode.NotFound, $"There is no call {request.Call}.");
        }

        log.LogInformation("The operator ended {Calls} call(s)", ended);
        await SendAsync(new HungUpReply(ended), cancellation);
    }

    private async Task CallRecordsAsync(CallRecordsRequest request, CancellationToken cancellation)
    {
        if (request.Limit is < 1 or > ControlProtocol.MaxRecordLimit)
        {
            throw new ControlRefusedException(RefusalCode.Malformed, $"The limit must be between 1 and {ControlProtocol.MaxRecordLimit}.");
        }

        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _left.Token);
        var watched = request.Follow ? leaving.Token : cancellation;
        await foreach (var record in operations.CallRecordsAsync(request, watched))
        {
            await SendAsync(new CallRecordReply(record), watched);
        }

        await SendAsync(new EndReply(), cancellation);
    }

    private async Task TraceAsync(TraceRequest request, CancellationToken cancellation)
    {
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _left.Token);
        await foreach (var message in operations.TraceAsync(request, leaving.Token))
        {
            await SendAsync(new TracedReply(message), leaving.Token);
        }

        await SendAsync(new EndReply(), cancellation);
    }

    private async Task ClusterAsync(CancellationToken cancellation) =>
        await SendAsync(new ClusterReply(await operations.ClusterAsync(cancellation)), cancellation);

    private async Task ForgetNodeAsync(ForgetNodeRequest request, CancellationToken cancellation)
    {
        await operations.ForgetNodeAsync(request.Node, cancellation);
        log.LogInformation("The operator had node {Node} forgotten", request.Node);
        await SendAsync(new NodeForgottenReply(request.Node), cancellation);
    }

    private async Task BansAsync(CancellationToken cancellation) =>
        await SendAsync(new BansReply(await operations.BansAsync(cancellation)), cancellation);

    private async Task ClearBansAsync(ClearBansRequest request, CancellationToken cancellation)
    {
        if (request.All == request.Source is { Length: > 0 })
        {
            throw new ControlRefusedException(RefusalCode.Malformed, "Name one address, or ask for all.");
        }

        IPAddress? address = null;
        if (!request.All && !IPAddress.TryParse(request.Source!.Split('/')[0], out address))
        {
            throw new ControlRefusedException(RefusalCode.Malformed, $"\"{request.Source}\" is no address.");
        }

        var ended = await operations.ClearBansAsync(address, cancellation);
        if (ended == 0 && !request.All)
        {
            throw new ControlRefusedException(RefusalCode.NotFound, $"{request.Source} is not ignored.");
        }

        log.LogInformation("The operator ended {Bans} ban(s)", ended);
        await SendAsync(new BansClearedReply(ended), cancellation);
    }

    private async Task ReloadAsync(ReloadRequest request, CancellationToken cancellation) =>
        await SendAsync(await operations.ReloadAsync(request.Check, cancellation), cancellation);

    // The server ends with the drain that is watched here; it waits for this answer instead of cutting it off.
    private async Task StopAsync(StopRequest request)
    {
        if (request.DrainSeconds is < 0 or > 7 * 24 * 3600 or double.NaN)
        {
            throw new ControlRefusedException(RefusalCode.Malformed, "The drain time must be between 0 and 7 days.");
        }

        TimeSpan? drain = request.DrainSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
        await foreach (var progress in operations.StopAsync(drain, CancellationToken.None))
        {
            await SendAsync(progress, CancellationToken.None);
        }

        await SendAsync(new EndReply(), CancellationToken.None);
    }

    private async Task SendAsync(ControlReply reply, CancellationToken cancellation)
    {
        await stream.WriteAsync(ControlProtocol.Write(reply), cancellation);
        await stream.WriteAsync(LineFeed, cancellation);
    }

    private static string In(string? domain) => domain is null ? "" : $" in {domain}";
}

/// <summary>The node refuses an operator's request; the message is for the operator.</summary>
public sealed class ControlRefusedException(RefusalCode code, string message) : Exception(message)
{
    /// <summary>Why.</summary>
    public RefusalCode Code { get; } = code;
}
