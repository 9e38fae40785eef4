using System.Buffers;
using System.Collections.Immutable;
using ActorPbx.Sip.Messages;

namespace ActorPbx.Pbx.Protection;

/// <summary>
/// Attack tools by the name that they give themselves. A name is easily changed, so this only spares work; and easily forged, so nothing but the request
/// itself is dropped.
/// </summary>
internal sealed class ScannerAgents(ImmutableArray<string> words)
{
    private readonly SearchValues<string> _words = SearchValues.Create([.. words.Where(word => word.Length > 0)], StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a request says that such a tool sent it.</summary>
    public bool Sent(SipRequest request) => request.Headers.Get(HeaderName.UserAgent) is { } agent && agent.AsSpan().ContainsAny(_words);
}
