//! Checkout callbacks with axum, on the crate itself: `CHECKOUT_SECRET=… PORT=3000 cargo run`

use std::time::{Duration, Instant};
use std::{collections::HashMap, env, io, sync::Arc};

use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Router, body::Bytes, routing::post};
use checkout_signature::{Event, PaymentAuthorized, VerificationError, Verifier, id};
use tokio::{fs, io::AsyncWriteExt, net::TcpListener, sync::Mutex};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let secret = env::var("CHECKOUT_SECRET").map_err(|_| "CHECKOUT_SECRET is not set")?;
    let port = env::var("PORT").map_or(Ok(3000), |port| port.parse())?;
    let shop = Shop { verifier: Verifier::new(secret.as_bytes())?, payments: Mutex::default() };
    let app = Router::new()
        .route("/callback", post(callback))
        .layer(DefaultBodyLimit::max(Verifier::DEFAULT_MAX_BODY_BYTES))
        .with_state(Arc::new(shop));
    Ok(axum::serve(TcpListener::bind(("127.0.0.1", port)).await?, app).await?)
}

async fn callback(State(shop): State<Arc<Shop>>, headers: HeaderMap, body: Bytes) -> Response {
    // Two Authorization lines break the grammar together, so that nobody has to choose one.
    let lines: Vec<_> = headers.get_all(header::AUTHORIZATION).iter().map(HeaderValue::as_bytes).collect();
    match shop.verifier.verify(&body, &lines.join(&b", "[..])).and_then(|verified| verified.event()) {
        // A task of its own: a sender that hangs up must not end it half-way.
        Ok(Event::PaymentAuthorized(payment)) => {
            let handled = tokio::spawn(handle(shop, payment.into_owned())).await;
            handled.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR.into_response())
        }
        Ok(_unknown) => StatusCode::OK.into_response(),
        Err(error) => refuse(error),
    }
}

fn refuse(error: VerificationError) -> Response {
    eprintln!("callback refused: {}: {error}", error.code());
    match error {
        VerificationError::AlteredWhitespace { .. } | VerificationError::MalformedEvent(_) => {
            StatusCode::BAD_REQUEST.into_response()
        }
        VerificationError::BodyTooLarge => StatusCode::PAYLOAD_TOO_LARGE.into_response(),
        _ => (StatusCode::UNAUTHORIZED, [(header::WWW_AUTHENTICATE, "HMAC-SHA256")]).into_response(),
    }
}

/// What is not answered with 200 is sent again.
async fn handle(shop: Arc<Shop>, payment: PaymentAuthorized<'static>) -> Response {
    let id = id::canonical(&payment.payment_id).to_string();
    if let Err(answer) = shop.claim(&id).await {
        return answer;
    }
    // A task again: a panic in there is an error out here, and the claim is given back.
    let answer = match tokio::spawn(pay(payment)).await {
        Ok(Ok(true)) => StatusCode::OK,
        Ok(Ok(false)) => StatusCode::CONFLICT,
        failed => {
            eprintln!("callback failed: {failed:?}");
            StatusCode::INTERNAL_SERVER_ERROR
        }
    };
    shop.settle(id, answer == StatusCode::OK).await;
    answer.into_response()
}

/// Once for each payment; false where there is no such order (yet), or one of another amount.
async fn pay(payment: PaymentAuthorized<'static>) -> io::Result<bool> {
    let expected = find_order(&payment.session_id).await? == Some(payment.amount);
    if expected {
        mark_paid(&payment).await?;
    }
    Ok(expected)
}

/// What is remembered here serves one process. With more, a claim is a row in the database that they share: its primary
/// key is the payment's id, and it is written in the transaction that marks the order as paid.
struct Shop {
    verifier: Verifier,
    /// By id: when the payment was handled, or `None` while it is being handled.
    payments: Mutex<HashMap<String, Option<Instant>>>,
}

impl Shop {
    async fn claim(&self, id: &str) -> Result<(), Response> {
        let mut payments = self.payments.lock().await;
        // Longer than the 24 hours in which the API sends a callback again.
        payments.retain(|_, handled| handled.is_none_or(|at| at.elapsed() < Duration::from_hours(72)));
        match payments.get(id) {
            None => payments.insert(id.to_owned(), None),
            Some(None) => {
                return Err((StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, "60")]).into_response());
            }
            Some(_handled) => return Err(StatusCode::OK.into_response()),
        };
        Ok(())
    }

    async fn settle(&self, id: String, handled: bool) {
        let mut payments = self.payments.lock().await;
        if handled {
            payments.insert(id, Some(Instant::now()))
        } else {
            payments.remove(&id)
        };
    }
}

// Your database goes here; two files stand in for it. Save each order in orders.json when you create its session, as
// [{ "sessionId": "4e0d7dd3-c124-41fb-a029-81f60732a13f", "amount": 2000 }].

async fn find_order(session_id: &str) -> io::Result<Option<u64>> {
    let orders: Vec<serde_json::Value> = serde_json::from_slice(&fs::read("orders.json").await?)?;
    // Ids have hyphens in a session and none in a callback.
    let is_same =
        |order: &&serde_json::Value| order["sessionId"].as_str().is_some_and(|own| id::same(own, session_id));
    let order = orders.iter().find(is_same);
    Ok(order.and_then(|order| order["amount"].as_u64()))
}

async fn mark_paid(payment: &PaymentAuthorized<'_>) -> io::Result<()> {
    let mut paid = fs::OpenOptions::new().create(true).append(true).open("paid.txt").await?;
    paid.write_all(format!("{}\n", payment.payment_id).as_bytes()).await?;
    paid.flush().await
}
