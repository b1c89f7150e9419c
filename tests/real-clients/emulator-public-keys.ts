/** Made once for these tests; nobody has kept the private half. The fingerprint is what `ssh-keygen -l -E md5` says. */
export const sshPublicKey = {
  body: [
    'ssh-rsa',
    'AAAAB3NzaC1yc2EAAAADAQABAAABAQCgke4YYdlmTULAj8EnkTUmziS8Fa7Z2YePJu0xNGjv5XweAi0EpmQAoxpjYIohF5o8qq50' +
      'R2K+vnblbeu6q5KJjLucW+hUf1wUdg2tHPlXlznMAAQvWMZGo3zgGkzrbx16GwaRefLJ9RW4UfxbWRMfwOA9KQTsDb9RHj/noDuj' +
      'vaNkAsc+rqvkxD6TN8MZcjP5EB309WGTMQS99y7GYmeWN+BTMFoLI9bsePG5+Sslcee0CdHAqdUi0oiwr8CbbP7yTMDvHRA9wrR6' +
      'EtINZDGx/s5FW76KEFNxpOyWO2I93Fjun76sSCE5cdeJRyx8RHmMNsaRoK+cugDWdInp/dAD',
    'ana@lab',
  ].join(' '),
  fingerprint: '17:4d:4e:b2:3d:c4:24:37:ee:d2:65:84:e1:78:fb:ff',
}

/** An X.509 certificate that signs itself. */
export const certificate = `-----BEGIN CERTIFICATE-----
MIIC/TCCAeWgAwIBAgIUUt8d5vMKzOEWnkk1qYWtdXXg3S8wDQYJKoZIhvcNAQEL
BQAwDjEMMAoGA1UEAwwDYW5hMB4XDTI2MTEyMTA2NDMxMVoXDTM2MTExODA2NDMx
MVowDjEMMAoGA1UEAwwDYW5hMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKC
AQEAoJHuGGHZZk1CwI/BJ5E1Js4kvBWu2dmHjybtMTRo7+V8HgItBKZkAKMaY2CK
IReaPKqudEdivr525W3ruquSiYy7nFvoVH9cFHYNrRz5V5c5zAAEL1jGRqN84BpM
628dehsGkXnyyfUVuFH8W1kTH8DgPSkE7A2/UR4/56A7o72jZALHPq6r5MQ+kzfD
GXIz+RAd9PVhkzEEvfcuxmJnljfgUzBaCyPW7HjxufkrJXHntAnRwKnVItKIsK/A
m2z+8kzA7x0QPcK0ehLSDWQxsf7ORVu+ihBTcaTsljtiPdxY7p++rEghOXHXiUcs
fER5jDbGkaCvnLoA1nSJ6f3QAwIDAQABo1MwUTAdBgNVHQ4EFgQUsVZAmZFA3F5k
F97/7AZfxf90D7UwHwYDVR0jBBgwFoAUsVZAmZFA3F5kF97/7AZfxf90D7UwDwYD
VR0TAQH/BAUwAwEB/zANBgkqhkiG9w0BAQsFAAOCAQEAnME4zPFkR1hXlETwiTXr
6c2oe1xCAD/jA9SGfnV9YjUFQID2GUWcAlgIqsc+gr8oicUStA4/Zxe7y50thiee
SbqfuyKCYjcw9DyHdos9snGFRj+XqA/p5mgre5nrEkVat8CQ3T7IBReVGtOAnizw
07UlTwNasaWM/eBmWsRIM6Nxjikf/RauTPLTPZcxxrIC/qdyNj6sryu0jsCRIB+k
1VJTf7Di7DXgqxQ2dS7Wmbcb3qEo7bUItYu1Z6puEmataRr4ZlKNveBGZgehQgdA
gsjxXqmALZmGUoja85Lj8w7cnbV3JyIwZ8q2xnlRANcqhFKTeM9RFN4b48YziUZN
Cw==
-----END CERTIFICATE-----
`
