using System.Net;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Parsing;
using ActorPbx.Sip.Timers;
using ActorPbx.Sip.Transactions;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Sip.Stack;

/// <summary>A SIP end point: listeners, connections, transactions and their timers. Everything that comes in goes to one <see cref="ISipUser"/>.</summary>
public sealed class SipStack : IAsyncDisposable
{
    // A transaction's timers are 500 ms and more; a thousand of them a second shall not wake their thread a thousand times.
    private const int TimerTick = 20;

    private readonly ISipUser _user;
    private readonly TimerWheel _wheel;
    private readonly TransportLayer _transports;
    private readonly TransactionLayer _layer;
    private readonly Answerer _answerer;
    private readonly InboundRequests _requests;
    private readonly OutboundRequests _outbound;
    private int _stopped;

    /// <summary>Binds all listeners; nothing is read before <see cref="Start"/>.</summary>
    /// <exception cref="SipTransportException">A listener cannot be bound or a certificate not be read; the text says which and why.</exception>
    public SipStack(SipStackOptions options, ISipUser user)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(user);
        _user = user;
        var transactions = new TransactionStatistics();
        _wheel = new TimerWheel(SystemTimerClock.Instance, TimerTick, RaiseFault);
        Statistics = new SipStatistics(transactions, _wheel);
        Work = options.Work;
        _transports = new TransportLayer(
            options.Listeners, options.Addresses, options.TransportLimits, options.MessageLimits, options.Tls, _wheel, new Inbound(this), Statistics.Of);
        _layer = new TransactionLayer(options.Timers, _wheel, _transports, transactions, RaiseFault, options.Server);
        _answerer = new Answerer(_transports, options.Server);
        _requests = new InboundRequests(_layer, user, options, _answerer);
        _outbound = new OutboundRequests(_layer, _transports, options);
        Listeners = [.. _transports.Listeners];
    }

    /// <summary>An exception that came out of the user or out of handling a message. The message is lost, the stack goes on.</summary>
    public event Action<Exception>? Faulted;

    public SipStatistics Statistics { get; }

    /// <summary>Who is shown the messages that pass.</summary>
    public SipWatch Watch { get; } = new();

    private IMessageWork? Work { get; }

    /// <summary>The bound addresses, with the ports that the system chose where 0 was asked for.</summary>
    public IReadOnlyList<SipListener> Listeners { get; }

    public void Start()
    {
        _wheel.Start();
        _transports.Start();
    }

    /// <summary>Closes listeners and connections. Transactions end unheard.</summary>
    public Task StopAsync()
    {
        if (Interlocked.Exchange(ref _stopped, 1) != 0) return Task.CompletedTask;
        _transports.Dispose();
        _wheel.Dispose();
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync() => await StopAsync().ConfigureAwait(false);

    /// <summary>
    /// Sends a request through a transaction of its own. The top Via is added here (and Max-Forwards and User-Agent if missing); the request belongs to the
    /// transaction from now on. The user may be called before this returns.
    /// </summary>
    public ClientTransaction Send(SipRequest request, SipTarget target, IClientTransactionUser user) => _outbound.Send(request, target, user);

    /// <summary>Sends a request that no answer is expected to, such as the ACK of a 2xx whose transaction is gone. Adds its Via.</summary>
    /// <returns>Why it could not be sent, or null.</returns>
    public string? SendStateless(SipRequest request, SipTarget target) => _outbound.SendStateless(request, target);

    /// <summary>Sends a response without a transaction.</summary>
    /// <returns>Why it could not be sent, or null.</returns>
    public string? SendStateless(SipResponse response, SipFlow flow) => _transports.Send(flow, MessageBytes.Of(response));

    /// <summary>Closes the stream connection that leads to the target, for one that no longer answers; the next message opens a new one.</summary>
    public void Disconnect(SipTarget target, string why) => _transports.Disconnect(target, why);

    /// <summary>Reads the files of all certificates and authorities again, for new connections; those that stand are not touched. Any thread may call it.</summary>
    /// <returns>Whether anything in them is new.</returns>
    /// <exception cref="SipTransportException">One of them cannot be used, and all stay as they were; the text names it.</exception>
    public bool ReloadCertificates() => _transports.ReloadCertificates();

    internal OutboundRequests Outbound => _outbound;

    internal TimerWheel Wheel => _wheel;

    /// <summary>The <c>host:port</c> that the target should be given as this side's address, in a Contact.</summary>
    public string LocalContact(SipTarget target) => _transports.LocalEndFor(target).SentBy;

    /// <summary>The address of this machine that messages to the target start from.</summary>
    public IPAddress LocalAddress(SipTarget target) => _transports.LocalEndFor(target).Local.Address;

    private void RaiseFault(Exception fault) => Faulted?.Invoke(fault);

    /// <summary>What transports call; kept out of the public surface.</summary>
    private sealed class Inbound(SipStack stack) : IInbound
    {
        public SipWatch Watch => stack.Watch;

        public IMessageWork? Work => stack.Work;

        public void OnMessage(SipMessage message, SipFlow flow)
        {
            if (message is SipRequest request) stack._requests.Take(request, flow);
            else if (message is SipResponse response) stack.TakeResponse(response, flow);
        }

        public bool Shuns(IPAddress source) => stack._user.Shuns(source);

        public void OnMalformed(SipParseError error, SipFlow flow) => stack._answerer.AnswerMalformed(error, flow);

        public void OnFault(Exception fault) => stack.RaiseFault(fault);
    }

    private void TakeResponse(SipResponse response, SipFlow flow)
    {
        string? branch = response.TopVia.Branch;
        ulong key = branch is null ? 0 : TransactionKeys.OfClient(branch, response.CSeq.Method);
        if (branch is not null && _layer.Clients.TryFind(key, out ClientMachine? machine)) machine.OnResponse(response, flow);
        else if (branch is null || !_layer.Absorb(key, response, flow)) _user.OnResponseWithoutTransaction(response, flow);
    }
}
