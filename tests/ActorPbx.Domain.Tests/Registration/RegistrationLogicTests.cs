using System.Collections.Immutable;
using ActorPbx.Domain.Media;
using ActorPbx.Domain.Registration;

namespace ActorPbx.Domain.Tests.Registration;

public class RegistrationLogicTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly RegistrationPolicy One = new(TimeSpan.FromSeconds(60), TimeSpan.FromHours(2), TimeSpan.FromHours(1), SeveralDevices: false, MaxDevices: 3);
    private static readonly RegistrationPolicy Several = One with { SeveralDevices = true };

    [Fact]
    public void A_new_device_replaces_the_old_one_without_the_right_to_several()
    {
        var first = Accepted(RegistrationLogic.Register([], [Contact("sip:a")], One, Now));
        var second = Accepted(RegistrationLogic.Register(first, [Contact("sip:b", call: "2")], One, Now));
        second.ShouldHaveSingleItem().Contact.ShouldBe("sip:b");
    }

    [Fact]
    public void One_device_above_the_limit_is_refused_and_the_others_stay()
    {
        ImmutableArray<Binding> bindings = [];
        foreach (var name in new[] { "sip:a", "sip:b", "sip:c" })
        {
            bindings = Accepted(RegistrationLogic.Register(bindings, [Contact(name, call: name)], Several, Now));
        }

        bindings.Length.ShouldBe(3);
        RegistrationLogic.Register(bindings, [Contact("sip:d", call: "d")], Several, Now).ShouldBe(new RegistrationDecision.TooManyDevices(3));
    }

    [Fact]
    public void A_device_with_an_instance_is_known_again_at_another_contact()
    {
        var first = Accepted(RegistrationLogic.Register([], [Contact("sip:a", instance: "<urn:uuid:1>")], Several, Now));
        var again = Accepted(RegistrationLogic.Register(first, [Contact("sip:a2", call: "2", instance: "<urn:uuid:1>")], Several, Now.AddSeconds(5)));
        again.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            binding => binding.Contact.ShouldBe("sip:a2"),
            binding => binding.RegisteredAt.ShouldBe(Now));
    }

    [Fact]
    public void The_expiry_is_cut_to_the_longest_and_423_below_the_shortest()
    {
        Accepted(RegistrationLogic.Register([], [Contact("sip:a", expires: 999_999_999)], One, Now))[0].ExpiresAt.ShouldBe(Now.AddHours(2));
        Accepted(RegistrationLogic.Register([], [Contact("sip:a", expires: null)], One, Now))[0].ExpiresAt.ShouldBe(Now.AddHours(1));
        RegistrationLogic.Register([], [Contact("sip:a", expires: 59)], One, Now).ShouldBe(new RegistrationDecision.TooBrief(TimeSpan.FromSeconds(60)));
    }

    [Fact]
    public void Expiry_zero_removes_only_that_contact()
    {
        var both = Accepted(RegistrationLogic.Register([], [Contact("sip:a"), Contact("sip:b")], Several, Now));
        Accepted(RegistrationLogic.Register(both, [Contact("sip:a", cseq: 2, expires: 0)], Several, Now)).ShouldHaveSingleItem().Contact.ShouldBe("sip:b");
    }

    [Fact]
    public void A_query_lists_what_lives_and_changes_nothing()
    {
        var one = Accepted(RegistrationLogic.Register([], [Contact("sip:a", expires: 60)], One, Now));
        var query = RegistrationLogic.Register(one, [], One, Now.AddSeconds(30)).ShouldBeOfType<RegistrationDecision.Accepted>();
        query.Changed.ShouldBeFalse();
        query.Bindings.Length.ShouldBe(1);
        RegistrationLogic.Living(one, Now.AddSeconds(60)).ShouldBeEmpty();
    }

    [Fact]
    public void An_older_request_of_the_same_device_is_out_of_order()
    {
        var one = Accepted(RegistrationLogic.Register([], [Contact("sip:a", cseq: 5)], One, Now));
        RegistrationLogic.Register(one, [Contact("sip:a", cseq: 5)], One, Now).ShouldBeOfType<RegistrationDecision.OutOfOrder>();
        RegistrationLogic.RemoveAll(one, "call", 4, alone: true, expires: 0).ShouldBeOfType<RegistrationDecision.OutOfOrder>();
    }

    [Fact]
    public void The_wildcard_removes_all_and_must_be_alone_with_expiry_zero()
    {
        var both = Accepted(RegistrationLogic.Register([], [Contact("sip:a"), Contact("sip:b")], Several, Now));
        Accepted(RegistrationLogic.RemoveAll(both, "other", 1, alone: true, expires: 0)).ShouldBeEmpty();
        RegistrationLogic.RemoveAll(both, "other", 1, alone: false, expires: 0).ShouldBeOfType<RegistrationDecision.BadWildcard>();
        RegistrationLogic.RemoveAll(both, "other", 1, alone: true, expires: 10).ShouldBeOfType<RegistrationDecision.BadWildcard>();
    }

    private static ImmutableArray<Binding> Accepted(RegistrationDecision decision) =>
        decision.ShouldBeOfType<RegistrationDecision.Accepted>().Bindings;

    private static RequestedContact Contact(string uri, string call = "call", uint cseq = 1, long? expires = 3600, string instance = "") =>
        new(new Binding(uri, instance, call, cseq, 1000, default, default, "udp", new TransportAddress("192.0.2.1", 5060), false, 0, ""), expires);
}
