namespace ActorPbx.EndToEnd.Tests.Harness;

/// <summary>A linphone softphone on TLS that believes one certificate authority alone, moved by commands on its console.</summary>
public sealed class Linphone : IAsyncDisposable
{
    private readonly ChildProcess _process;

    /// <summary>Starts a phone that tries to register at once. Names it does not check: it looks for none but DNS names, and the tests' exchange has an address.</summary>
    /// <param name="exchange">Where it registers.</param>
    /// <param name="number">As whom.</param>
    /// <param name="authority">The file of the authority that it believes.</param>
    public Linphone(Exchange exchange, string number, string authority)
    {
        var home = Directory.CreateDirectory(Path.Combine(exchange.Directory, $"linphone-{Guid.NewGuid():N}")).FullName;
        Directory.CreateDirectory(Path.Combine(home, ".local", "share", "linphone"));
        var server = $"<sip:{exchange.Net.Exchange}:5061;transport=tls>";
        File.WriteAllText(Path.Combine(home, "linphonerc"), $"""
            [sip]
            sip_port=0
            sip_tcp_port=0
            sip_tls_port=-1
            verify_server_certs=1
            verify_server_cn=0
            root_ca={Path.Combine(exchange.Directory, authority)}
            register_only_when_network_is_up=0
            guess_hostname=0
            default_proxy=0
            [auth_info_0]
            username={number}
            passwd=pw{number}
            realm={Exchange.Domain}
            domain={Exchange.Domain}
            [proxy_0]
            reg_proxy={server}
            reg_route={server}
            reg_identity=sip:{number}@{Exchange.Domain}
            reg_expires=120
            reg_sendregister=1
            publish=0

            """);
        _process = new ChildProcess("linphonec", ["-c", Path.Combine(home, "linphonerc")], home, new Dictionary<string, string> { ["HOME"] = home });
    }

    /// <summary>Types a command.</summary>
    public async Task Type(string command)
    {
        await _process.Input.WriteLineAsync(command);
        await _process.Input.FlushAsync();
    }

    /// <summary>Waits for words on its console.</summary>
    public Task Says(string text) => _process.Says(text);

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
