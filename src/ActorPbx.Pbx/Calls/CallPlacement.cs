using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Extensions;
using ActorPbx.Pbx.Extensions;

namespace ActorPbx.Pbx.Calls;

/// <summary>
/// What a call asks of the exchange around it before it rings anybody, and gives back when it is over: the caller's admission and a way to
/// the called number. Answers come to the call's mailbox.
/// </summary>
internal sealed class CallPlacement(NewCall setup, CallServices services, IActorRef call)
{
    private ExtensionNumber? _paged;

    /// <summary>May the caller make this call?</summary>
    public void AdmitCaller()
    {
        switch (setup.Caller)
        {
            case CallOrigin.Extension extension: services.Extensions.Tell(new AdmitOutgoing(extension.Profile.Number, setup.Id), call); break;
            default: throw new InvalidOperationException($"Nobody admits calls of {setup.Caller}.");
        }
    }

    /// <summary>Which way leads to the called number?</summary>
    public void PageCallee()
    {
        _paged = new ExtensionNumber(setup.Called);
        services.Extensions.Tell(new Page(_paged.Value, setup.Id), call);
    }

    /// <summary>Which other way leads there, when the link does not?</summary>
    public void PageFallBack() => call.Tell(new CallInput.CalleeRefused(ResponseCode.ServiceUnavailable, Cause.NoRouteToDestination));

    /// <summary>The call is over: whoever was asked is told.</summary>
    public void Release()
    {
        if (setup.Caller is CallOrigin.Extension extension)
        {
            services.Extensions.Tell(new ReleaseCall(extension.Profile.Number, setup.Id), call);
        }

        if (_paged is { } number)
        {
            services.Extensions.Tell(new ReleaseCall(number, setup.Id), call);
        }
    }
}
