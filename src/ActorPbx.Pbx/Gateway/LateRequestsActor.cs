using ActorPbx.Pbx.Calls;
using ActorPbx.Pbx.Extensions;
using ActorPbx.Pbx.Messages;
using ActorPbx.Pbx.Publications;
using ActorPbx.Pbx.Roaming;
using ActorPbx.Pbx.Subscriptions;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Transactions;

namespace ActorPbx.Pbx.Gateway;

/// <summary>
/// Answers requests whose actor ended while they were on their way to it, so that no peer waits for a timer: 481 when the call is gone
/// (RFC 3261 §12.2.2), 482 to a copy of its INVITE (§8.2.2.2), 503 for what nobody took.
/// </summary>
public sealed class LateRequestsActor : ReceiveActor
{
    /// <summary>Listens to the dead letters.</summary>
    public LateRequestsActor()
    {
        Receive<DeadLetter>(letter => letter.Message is RequestCame, letter => Answer(((RequestCame)letter.Message).Transaction, 481));
        Receive<DeadLetter>(letter => letter.Message is TwinCame, letter => Answer(((TwinCame)letter.Message).Twin, 482));
        Receive<DeadLetter>(letter => letter.Message is NewCall, letter => Answer(((NewCall)letter.Message).Invite, 503));
        Receive<DeadLetter>(letter => letter.Message is Register, letter => Answer(((Register)letter.Message).Transaction, 503));
        Receive<DeadLetter>(letter => letter.Message is GuestKnocked, letter => Answer(((GuestKnocked)letter.Message).Request.Transaction, 503));
        Receive<DeadLetter>(letter => letter.Message is NewSubscription, letter => Answer(((NewSubscription)letter.Message).Transaction, 503));
        Receive<DeadLetter>(letter => letter.Message is OpenSubscription, letter => Answer(((OpenSubscription)letter.Message).Asked.Transaction, 503));
        Receive<DeadLetter>(letter => letter.Message is NewMessage, letter => Answer(((NewMessage)letter.Message).Transaction, 503));
        Receive<DeadLetter>(letter => letter.Message is NewPublication, letter => Answer(((NewPublication)letter.Message).Transaction, 503));
        Receive<DeadLetter>(letter => letter.Message is SubscribeCame, letter => Answer(((SubscribeCame)letter.Message).Transaction, 481));
        Receive<DeadLetter>(_ => { });
    }

    /// <inheritdoc/>
    protected override void PreStart() => Context.System.EventStream.Subscribe(Self, typeof(DeadLetter));

    private static void Answer(ServerTransaction transaction, int code) => transaction.Respond(SipResponse.For(transaction.Request, code));
}
