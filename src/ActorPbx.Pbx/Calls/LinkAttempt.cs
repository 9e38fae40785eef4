using ActorPbx.Pbx.Links;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Transactions;

namespace ActorPbx.Pbx.Calls;

/// <summary>One copy of a <see cref="LinkRequest"/> on its way through one T-MSS.</summary>
internal sealed class LinkAttempt(LinkRequest request, LinkHop hop) : IClientTransactionUser
{
    private volatile ClientTransaction? _sent;
    private volatile bool _isHeard;

    /// <summary>An earlier copy may have arrived through a node that is gone: whoever answers that one is to answer this copy instead.</summary>
    public bool TakesOver { get; init; }

    /// <summary>Its node is gone, or could not be reached: no answer will come that way.</summary>
    public bool IsLost { get; set; }

    /// <summary>The node.</summary>
    public LinkHop Hop => hop;

    /// <summary>The copy's transaction; null while it is being sent.</summary>
    public ClientTransaction? Sent
    {
        get => _sent;
        set => _sent = value;
    }

    /// <summary>It got a response.</summary>
    public bool IsHeard
    {
        get => _isHeard;
        set => _isHeard = value;
    }

    /// <summary>It was silent for long once.</summary>
    public bool IsSilent { get; set; }

    /// <summary>It got its final response, or will get none.</summary>
    public bool IsOver { get; set; }

    /// <summary>The To tag of its 2xx; null when it got none.</summary>
    public string? AnsweredBy { get; set; }

    /// <summary>The request as this copy sends it.</summary>
    public SipRequest Of(SipRequest request)
    {
        var copy = request.Copy();
        if (TakesOver)
        {
            copy.Headers.Set(LinkNames.TakesOver, "yes");
        }

        return copy;
    }

    /// <summary>Gives all of these up.</summary>
    public static void CancelAll(IEnumerable<LinkAttempt> copies, string? reason)
    {
        foreach (var copy in copies)
        {
            copy.Sent?.Cancel(reason);
        }
    }

    void IClientTransactionUser.OnResponse(ClientTransaction transaction, SipResponse response)
    {
        _sent ??= transaction;
        request.OnResponse(this, response);
    }

    void IClientTransactionUser.OnTimeout(ClientTransaction transaction) => request.OnFailure(this, wasHeard: false);

    void IClientTransactionUser.OnConnectionEnded(ClientTransaction transaction) => request.OnFailure(this, wasHeard: true);

    void IClientTransactionUser.OnTransportError(ClientTransaction transaction, string why) => request.OnFailure(this, wasHeard: false);
}
