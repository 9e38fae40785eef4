using ActorPbx.EndToEnd.Tests.Harness;

namespace ActorPbx.EndToEnd.Tests.Chaos.Load;

/// <summary>One request of a phone's that waits for its answer (RFC 3261 §17.1: over UDP it is sent again until it is heard).</summary>
/// <param name="Call">The call that it belongs to; null for a registration.</param>
/// <param name="Method">Its method.</param>
/// <param name="Branch">By which answers find it.</param>
/// <param name="Text">As it goes out.</param>
internal sealed record PhoneRequest(CallEnd? Call, string Method, string Branch, string Text)
{
    private readonly TaskCompletionSource<SipText?> _final = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isHeard;

    /// <summary>The final answer; never null unless time is up.</summary>
    public Task<SipText?> Final => _final.Task;

    /// <summary>An answer came.</summary>
    public void Hear(SipText answer)
    {
        if (answer.Status < 200) _isHeard = true;
        else _final.TrySetResult(answer);
    }

    /// <summary>Sends it, again and again, until its final answer is there or time is up: then null.</summary>
    public async Task<SipText?> Run(Action<string> send, TimeSpan patience)
    {
        using var deadline = new CancellationTokenSource(patience);
        await using var registration = deadline.Token.Register(() => _final.TrySetResult(null));
        var pause = SipClocks.T1;
        while (!_final.Task.IsCompleted)
        {
            if (Method != "INVITE" || !_isHeard) send(Text);
            await Task.WhenAny(_final.Task, Task.Delay(pause, CancellationToken.None));
            pause = Method == "INVITE" || pause < SipClocks.T2 ? pause * 2 : SipClocks.T2;
        }

        return await _final.Task;
    }
}

/// <summary>Timers of RFC 3261 §17 as phones have them.</summary>
internal static class SipClocks
{
    public static readonly TimeSpan T1 = TimeSpan.FromMilliseconds(500);

    public static readonly TimeSpan T2 = TimeSpan.FromSeconds(4);

    /// <summary>Timers B and F: 64 times T1.</summary>
    public static readonly TimeSpan TransactionTimeout = 64 * T1;
}
