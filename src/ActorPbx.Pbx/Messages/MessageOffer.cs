using System.Collections.Immutable;
using ActorPbx.Domain.Messages;
using ActorPbx.Domain.Nodes;
using ActorPbx.Domain.Registration;
using ActorPbx.Pbx.Calls;
using ActorPbx.Pbx.Extensions;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Pbx.Messages;

/// <summary>The address of a phone was looked up for a message; null: it leads nowhere.</summary>
internal sealed record PhoneFound(string Message, PagedDevice Phone, SipTarget? Target);

/// <summary>
/// One message that is offered to all phones of a number at once, and to the branch where the number rings. Of the flows of one phone one is tried after the
/// other, until one reaches it (RFC 5626 §5.3). Answers come to the owner's mailbox, which hands them in here.
/// </summary>
internal sealed class MessageOffer(MessageParts parts, StoredMessage message, IActorRef owner)
{
    private readonly Dictionary<string, ImmutableArray<PagedDevice>> _others = [];
    private int _asked;

    /// <summary>Somebody has still to answer.</summary>
    public bool IsOpen => _asked > 0;

    /// <summary>Somebody was not there, or not ready: it is worth while to offer the message again.</summary>
    public bool WasMissed { get; private set; }

    /// <summary>What a phone is called in answers: flows of one phone share the name.</summary>
    public static string NameOf(Binding phone) => phone.RegId > 0 && phone.Instance.Length > 0 ? phone.Instance : phone.Contact;

    /// <summary>Offers it to a phone.</summary>
    public void To(PagedDevice phone)
    {
        _asked++;
        _others[NameOf(phone.Binding)] = phone.Others;
        Seek(phone);
    }

    /// <summary>Offers it to the phones at another branch.</summary>
    public void To(BranchName branch)
    {
        _asked++;
        parts.Routes.SendTo(branch, message, new PhonePort(owner, message.Id, $"@{branch.Value}"));
    }

    /// <summary>The look-up of a phone's address ended.</summary>
    public void Hear(PhoneFound found)
    {
        if (found.Target is { } target)
        {
            Send(found.Phone, target);
        }
        else
        {
            owner.Tell(new PhoneAnswered(message.Id, NameOf(found.Phone.Binding), DeliveryOutcome.Unreached));
        }
    }

    /// <summary>What an answer means; null while another flow of that phone is tried.</summary>
    public DeliveryOutcome? Hear(PhoneAnswered answer)
    {
        if (answer.Outcome == DeliveryOutcome.Unreached && _others.GetValueOrDefault(answer.Phone, []) is [var next, .. var rest])
        {
            _others[answer.Phone] = rest;
            Seek(next);
            return null;
        }

        _asked--;
        WasMissed |= answer.Outcome is DeliveryOutcome.Missed or DeliveryOutcome.Unreached;
        return answer.Outcome;
    }

    private void Seek(PagedDevice phone)
    {
        if (DeviceRoute.Of(phone) is { } target)
        {
            Send(phone, target);
            return;
        }

        DeviceRoute.LookUpAsync(parts.Outlet, phone.Binding).PipeTo(
            owner, success: way => new PhoneFound(message.Id, phone, way), failure: _ => new PhoneFound(message.Id, phone, null));
    }

    private void Send(PagedDevice phone, SipTarget target) =>
        parts.Outlet.Send(MessageWriter.To(phone.Binding, message), target, new PhonePort(owner, message.Id, NameOf(phone.Binding)));
}
