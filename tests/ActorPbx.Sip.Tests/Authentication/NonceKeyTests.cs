using System.Net;
using ActorPbx.Sip.Authentication;

namespace ActorPbx.Sip.Tests.Authentication;

/// <summary>Nonces of one node at another.</summary>
public class NonceKeyTests
{
    private static readonly DateTimeOffset s_now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly IPAddress s_phone = IPAddress.Parse("192.0.2.10");
    private readonly NonceIssuer[] _nodes = [.. Enumerable.Range(0, 4).Select(_ => NonceIssuer.WithRandomKey(TimeSpan.FromMinutes(5)))];

    [Fact]
    public void A_node_takes_no_nonce_whose_key_it_was_not_told()
    {
        Takes(_nodes[1], _nodes[0]).ShouldBeFalse();
        Takes(_nodes[0], _nodes[0]).ShouldBeTrue();
    }

    [Fact]
    public void Nodes_that_were_told_the_same_keys_in_any_order_take_the_nonces_of_each()
    {
        Tell(s_now, [0, 1], [0, 1, 2, 3]);
        Tell(s_now.AddSeconds(5), [1, 0], [3, 2, 1, 0]);
        foreach (var from in _nodes)
        {
            _nodes.ShouldAllBe(at => Takes(at, from));
        }
    }

    [Fact]
    public void The_key_of_a_node_that_is_gone_is_no_longer_signed_with_and_its_nonces_are_still_taken()
    {
        Tell(s_now, [0, 1], [0, 1, 2, 3]);
        var old = _nodes[2].Issue(s_phone, "pbx", s_now);
        var newcomer = NonceIssuer.WithRandomKey(TimeSpan.FromMinutes(5));
        Tell(s_now.AddSeconds(30), [1], [1, 2, 3]);
        newcomer.Take(_nodes[1].KeyFor("berlin"), s_now.AddSeconds(30));
        Takes(newcomer, _nodes[2]).ShouldBeTrue();
        IsValid(_nodes[3], old).ShouldBeTrue();
    }

    [Fact]
    public void While_nothing_is_told_a_node_stays_with_what_it_heard_last()
    {
        Tell(s_now, [0], [1, 2]);
        Takes(_nodes[1], _nodes[2], s_now.AddHours(5)).ShouldBeTrue();
    }

    [Fact]
    public void However_many_keys_are_told_few_are_kept_and_the_own_one_always()
    {
        var own = _nodes[0].Issue(s_phone, "pbx", s_now);
        for (var i = 0; i < 200; i++)
        {
            _nodes[0].Take(NonceIssuer.WithRandomKey(TimeSpan.FromMinutes(5)).KeyFor("berlin"), s_now.AddSeconds(i));
        }

        Tell(s_now.AddSeconds(200), [1], [0, 1]);
        IsValid(_nodes[0], own).ShouldBeTrue();
        Takes(_nodes[0], _nodes[1]).ShouldBeTrue();
    }

    [Fact]
    public void Who_has_the_key_of_one_group_makes_no_nonce_for_another()
    {
        _nodes[1].Take(_nodes[0].KeyFor("berlin"), s_now);
        _nodes[2].Take(_nodes[0].KeyFor("lagos"), s_now);
        _nodes[3].Take(_nodes[0].KeyFor("lagos"), s_now);
        Takes(_nodes[2], _nodes[1]).ShouldBeFalse();
        Takes(_nodes[0], _nodes[1]).ShouldBeFalse("nor for who gave it");
        Takes(_nodes[2], _nodes[3]).ShouldBeTrue();
        new NonceIssuer(_nodes[0].KeyFor("berlin"), TimeSpan.FromMinutes(5)).KeyFor("lagos").ShouldNotBe(_nodes[0].KeyFor("lagos"));
    }

    private void Tell(DateTimeOffset now, int[] keys, int[] to)
    {
        foreach (var key in keys)
        {
            foreach (var node in to)
            {
                _nodes[node].Take(_nodes[key].KeyFor("berlin"), now);
            }
        }
    }

    private static bool Takes(NonceIssuer at, NonceIssuer from, DateTimeOffset? now = null) => IsValid(at, from.Issue(s_phone, "pbx", now ?? s_now), now);

    private static bool IsValid(NonceIssuer at, string nonce, DateTimeOffset? now = null) =>
        at.IsValid(System.Text.Encoding.ASCII.GetBytes(nonce), s_phone, "pbx", now ?? s_now, out _);
}
