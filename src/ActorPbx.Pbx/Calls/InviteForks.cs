using ActorPbx.Sip.Dialogs;
using ActorPbx.Sip.Messages;

namespace ActorPbx.Pbx.Calls;

/// <summary>
/// The dialogues that one INVITE of ours has made. A proxy before the device may fork it, and each branch that rings makes an early one of its own (RFC 3261 §12.1);
/// requests of ours go to the branch that was heard last, until one answers.
/// </summary>
internal sealed class InviteForks
{
    // A carrier plays an announcement from one place and rings at another; more than a few are a fault.
    private const int MostForks = 8;

    private Fork? _current;
    private List<Fork>? _others;

    /// <summary>The dialogue that requests of ours go to; null before a response bore a tag.</summary>
    public DialogState? Dialog => _current?.Dialog;

    /// <summary>A provisional response, which opens an early dialogue unless its tag is known.</summary>
    public void Progressed(SipRequest invite, SipResponse response)
    {
        if (_current?.Dialog.RemoteTag == response.ToTag)
        {
            return;
        }

        var next = Find(response.ToTag) ?? new Fork(DialogState.ForUac(invite, response));
        _others?.Remove(next);
        if (_current is not null)
        {
            _others ??= [];
            if (_others.Count == MostForks)
            {
                _others.RemoveAt(0);
            }

            _others.Add(_current);
        }

        _current = next;
    }

    /// <summary>The 2xx: its branch is the call from now on, and goes on counting where its early dialogue was.</summary>
    public void Answered(SipRequest invite, SipResponse success)
    {
        _current = Find(success.ToTag) is { } early ? early with { Dialog = early.Dialog.Confirm(success) } : new Fork(DialogState.ForUac(invite, success));
        _others = null;
    }

    /// <summary>
    /// Takes the number of a reliable provisional response of the branch that was heard last. False for one that came before, and for one that does not follow
    /// the last (RFC 3262 §4); the branch repeats what is missing.
    /// </summary>
    public bool Takes(uint number)
    {
        if (_current is not { } fork || (fork.Reliable is { } last && number != last + 1))
        {
            return false;
        }

        _current = fork with { Reliable = number };
        return true;
    }

    /// <summary>A dialogue that another INVITE made.</summary>
    public void Adopt(DialogState dialog) => (_current, _others) = (new Fork(dialog), null);

    /// <summary>The INVITE is sent anew.</summary>
    public void Clear() => (_current, _others) = (null, null);

    /// <summary>Takes a request of one of the branches.</summary>
    public DialogVerdict Accept(SipRequest request)
    {
        if (Find(request.FromTag ?? "") is not { } fork)
        {
            return DialogVerdict.NotThisDialog;
        }

        var accepted = fork.Dialog.Accept(request);
        Replace(fork, fork with { Dialog = accepted.Next });
        return accepted.Verdict;
    }

    /// <summary>A request of ours; null when there is no dialogue yet.</summary>
    public DialogRequest? NewRequest(SipMethod method)
    {
        if (_current is null)
        {
            return null;
        }

        var (next, request) = _current.Dialog.CreateRequest(method);
        _current = _current with { Dialog = next };
        return new DialogRequest(request, next.NextHop);
    }

    /// <summary>A request of a branch, or its response to one of ours, says where it is to be reached from now on (RFC 3261 §12.2).</summary>
    public void Retarget(SipMessage message)
    {
        if (Find((message is SipRequest ? message.FromTag : message.ToTag) ?? "") is { } fork)
        {
            Replace(fork, fork with { Dialog = fork.Dialog.WithTarget(message) });
        }
    }

    private Fork? Find(string? tag) => _current?.Dialog.RemoteTag == tag ? _current : _others?.Find(fork => fork.Dialog.RemoteTag == tag);

    private void Replace(Fork old, Fork next)
    {
        if (ReferenceEquals(old, _current))
        {
            _current = next;
        }
        else
        {
            _others![_others.IndexOf(old)] = next;
        }
    }

    private sealed record Fork(DialogState Dialog, uint? Reliable = null);
}
