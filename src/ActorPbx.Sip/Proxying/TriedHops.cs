using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Transactions;

namespace ActorPbx.Sip.Proxying;

/// <summary>The next hops that one request was sent to and that still may answer: the one tried last, and those that were left for it. Not safe on its own.</summary>
internal struct TriedHops
{
    private SipRequest? _request;
    private ClientTransaction? _latest;
    private List<ClientTransaction>? _left;

    public readonly ClientTransaction? Latest => _latest;

    /// <summary>No hop is being tried.</summary>
    public readonly bool IsIdle => _request is null;

    public readonly bool IsLatest(ClientTransaction transaction) => ReferenceEquals(_request, transaction.Request);

    /// <summary>This copy is about to be sent. It may be answered, or fail, before <see cref="TryNote"/>.</summary>
    public void Begin(SipRequest copy)
    {
        _request = copy;
        _latest = null;
    }

    /// <summary>Notes the transaction of the copy; false when that is over already.</summary>
    public bool TryNote(SipRequest copy, ClientTransaction sent)
    {
        if (!ReferenceEquals(_request, copy)) return false;
        _latest = sent;
        return true;
    }

    /// <summary>The hop tried last is waited for no longer, but may still be heard. False for another one.</summary>
    public bool TrySetAside(ClientTransaction transaction)
    {
        if (!ReferenceEquals(_latest, transaction)) return false;
        (_left ??= []).Add(transaction);
        _request = null;
        _latest = null;
        return true;
    }

    /// <summary>The hop is done with. True for the one tried last.</summary>
    public bool Leave(ClientTransaction transaction)
    {
        if (!IsLatest(transaction))
        {
            _left?.Remove(transaction);
            return false;
        }

        _request = null;
        _latest = null;
        return true;
    }

    public readonly ClientTransaction[] Living()
    {
        if (_left is null || _left.Count == 0) return _latest is null ? [] : [_latest];
        return _latest is null ? [.. _left] : [.. _left, _latest];
    }
}
