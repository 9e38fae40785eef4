using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Transactions;

namespace ActorPbx.Pbx.Gateway;

/// <summary>A guest's request while its home is asked. A caller who gives up meanwhile is answered here; later its CANCEL is its call's.</summary>
public sealed class WaitingRequest : IServerTransactionUser
{
    private readonly Lock _lock = new();
    private SipRequest? _late;
    private bool _waits = true;
    private bool _isPassedOn;

    /// <summary>It waits from now on.</summary>
    public WaitingRequest(ServerTransaction transaction)
    {
        Transaction = transaction ?? throw new ArgumentNullException(nameof(transaction));
        transaction.User = this;
    }

    /// <summary>The request.</summary>
    public ServerTransaction Transaction { get; }

    /// <summary>The waiting is over, and whoever serves the request is told of it now, unless its sender gave up.</summary>
    public void PassOn(Action<ServerTransaction> serve)
    {
        ArgumentNullException.ThrowIfNull(serve);
        lock (_lock)
        {
            if (!_waits)
            {
                return;
            }

            _waits = false;
        }

        serve(Transaction);
        SipRequest? late;
        lock (_lock)
        {
            (late, _isPassedOn) = (_late, true);
        }

        if (late is not null)
        {
            PassOnCancel(late);
        }
    }

    /// <inheritdoc/>
    public void OnCancel(ServerTransaction transaction, SipRequest cancel)
    {
        lock (_lock)
        {
            if (!_waits && !_isPassedOn)
            {
                // Its call is being made on another thread.
                _late = cancel;
                return;
            }

            if (_waits)
            {
                _waits = false;
                Transaction.Respond(SipResponse.For(Transaction.Request, 487));
                return;
            }
        }

        PassOnCancel(cancel);
    }

    private void PassOnCancel(SipRequest cancel)
    {
        if (Transaction.User is { } user && user != this)
        {
            user.OnCancel(Transaction, cancel);
        }
    }
}
